import { useCallback, useEffect, useState } from 'react';
import { bridge, follow } from '../bridge/connection.ts';
import { emptyTranscript, type Transcript, withEvent, withOlder } from './transcript.ts';

/** Transcripts of this page run, so that changing tabs shows them at once; the stream brings them up to date. */
const kept = new Map<string, Transcript>();
const KEPT = 30;

function keep(workItemId: string, transcript: Transcript): Transcript {
  kept.delete(workItemId);
  kept.set(workItemId, transcript);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return transcript;
}

/** Follows one conversation while it is shown. `older` fetches what lies before the first message. */
export function useTranscript(workItemId: string) {
  const [transcript, setTranscript] = useState(() => kept.get(workItemId) ?? emptyTranscript);
  const [loadingOlder, setLoadingOlder] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    void follow(
      stop.signal,
      (signal) => bridge.conversation.watch({ workItemId }, { signal }),
      (event) => setTranscript((held) => keep(workItemId, withEvent(held, event))),
    );
    return () => stop.abort();
  }, [workItemId]);

  const before = transcript.messages[0]?.number;
  const wanted = transcript.more && before !== undefined && !loadingOlder;
  const older = useCallback(() => {
    if (!wanted || before === undefined) return;
    setLoadingOlder(true);
    bridge.conversation
      .older({ workItemId, before })
      .then(
        (messages) => setTranscript((held) => keep(workItemId, withOlder(held, messages))),
        () => {},
      )
      .finally(() => setLoadingOlder(false));
  }, [workItemId, before, wanted]);
  return { transcript, loadingOlder, older };
}
