import { useCallback, useEffect, useState } from 'react';
import { bridge, follow } from '../bridge/connection.ts';
import { emptyTranscript, type Transcript, withEvent, withOlder } from './transcript.ts';

/** Transcripts of this page load, so that changing tabs shows them at once; the stream brings them up to date. */
const kept = new Map<string, Transcript>();
const MAX_CACHED_TRANSCRIPTS = 30;

function keep(workItemId: string, transcript: Transcript): Transcript {
  kept.delete(workItemId);
  kept.set(workItemId, transcript);
  const [oldest] = kept.keys();
  if (kept.size > MAX_CACHED_TRANSCRIPTS && oldest !== undefined) kept.delete(oldest);
  return transcript;
}

/** How a conversation is read: as its agent, or as a supervisor who monitors it. */
interface ConversationAccess {
  readonly watch: (workItemId: string, signal: AbortSignal) => ReturnType<typeof bridge.conversation.watch>;
  readonly older: (input: {
    workItemId: string;
    before: number;
  }) => ReturnType<typeof bridge.conversation.older>;
}

const asAgent: ConversationAccess = {
  watch: (workItemId, signal) => bridge.conversation.watch({ workItemId }, { signal }),
  older: (input) => bridge.conversation.older(input),
};

/** For supervisors. */
export const readingAlong: ConversationAccess = {
  watch: (workItemId, signal) => bridge.supervisor.conversation.readAlong({ workItemId }, { signal }),
  older: (input) => bridge.supervisor.conversation.older(input),
};

/** Follows one conversation while it is shown. `older` fetches the messages before the first one. */
export function useTranscript(workItemId: string, door: ConversationAccess = asAgent) {
  const [transcript, setTranscript] = useState(() => kept.get(workItemId) ?? emptyTranscript);
  const [loadingOlder, setLoadingOlder] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    void follow(
      stop.signal,
      (signal) => door.watch(workItemId, signal),
      (event) => setTranscript((held) => keep(workItemId, withEvent(held, event))),
    );
    return () => stop.abort();
  }, [workItemId, door]);

  const before = transcript.messages[0]?.number;
  const wanted = transcript.more && before !== undefined && !loadingOlder;
  const older = useCallback(() => {
    if (!wanted || before === undefined) return;
    setLoadingOlder(true);
    door
      .older({ workItemId, before })
      .then(
        (messages) => setTranscript((held) => keep(workItemId, withOlder(held, messages))),
        () => {},
      )
      .finally(() => setLoadingOlder(false));
  }, [workItemId, before, wanted, door]);
  return { transcript, loadingOlder, older };
}
