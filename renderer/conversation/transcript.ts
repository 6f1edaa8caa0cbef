/** The known state of one conversation, built from its stream of increments. Pure. */
import type { ConversationEvent, Message, ReadMarks } from '#core/conversations/message.ts';
import type { OutgoingMessage } from '../state/ui-store.ts';

export interface Transcript {
  /** False until the history has arrived once. */
  readonly loaded: boolean;
  readonly messages: readonly Message[];
  /** How far the customer has received and read. */
  readonly marks: ReadMarks;
  readonly more: boolean;
  readonly typing: boolean;
}

export const emptyTranscript: Transcript = {
  loaded: false,
  messages: [],
  marks: { delivered: 0, read: 0 },
  more: false,
  typing: false,
};

/** Messages of both lists by number; a number in both is taken once. */
function merge(held: readonly Message[], come: readonly Message[]): readonly Message[] {
  const byNumber = new Map([...held, ...come].map((message) => [message.number, message]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

export function withEvent(transcript: Transcript, event: ConversationEvent): Transcript {
  switch (event.kind) {
    case 'history': {
      const oldest = event.messages[0]?.number ?? 0;
      const reaches = transcript.messages.some(({ number }) => number >= oldest - 1);
      const restored = event.last !== undefined && (transcript.messages.at(-1)?.number ?? 0) > event.last;
      const held = reaches && !restored ? transcript.messages : [];
      const older = (held[0]?.number ?? oldest) < oldest;
      return {
        ...transcript,
        loaded: true,
        messages: merge(held, event.messages),
        marks: event.marks,
        more: older ? transcript.more : event.more,
        typing: false,
      };
    }
    case 'messages': {
      const theirs = event.messages.some(({ from }) => from === 'customer');
      return {
        ...transcript,
        messages: merge(transcript.messages, event.messages),
        typing: theirs ? false : transcript.typing,
      };
    }
    case 'marks':
      return { ...transcript, marks: event.marks };
    case 'typing':
      return { ...transcript, typing: event.typing };
  }
}

/** Requested older messages; an empty answer means that the beginning is reached. */
export const withOlder = (transcript: Transcript, older: readonly Message[]): Transcript => ({
  ...transcript,
  messages: merge(transcript.messages, older),
  more: older.length > 0 && (older[0]?.number ?? 1) > 1,
});

export type MessageState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export type Line =
  | { readonly kind: 'message'; readonly message: Message; readonly state: MessageState | null }
  | { readonly kind: 'outgoing'; readonly message: OutgoingMessage };

/** The lines of the log: the hub's messages, then pending ones. */
export function linesOf(transcript: Transcript, outbox: readonly OutgoingMessage[]): readonly Line[] {
  const arrived = new Set(transcript.messages.map(({ clientId }) => clientId));
  return [
    ...transcript.messages.map((message): Line => ({
      kind: 'message',
      message,
      state: message.from === 'agent' ? stateOf(message.number, transcript.marks) : null,
    })),
    ...outbox
      .filter(({ clientId }) => !arrived.has(clientId))
      .map((message): Line => ({ kind: 'outgoing', message })),
  ];
}

const stateOf = (number: number, marks: ReadMarks): MessageState =>
  number <= marks.read ? 'read' : number <= marks.delivered ? 'delivered' : 'sent';
