import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { emptyTranscript, linesOf, type Transcript, withEvent, withOlder } from './transcript.ts';

const message = (number: number, from: Message['from'] = 'customer'): Message => ({
  number,
  clientId: `m-${number}`,
  from,
  sender: 'Somebody',
  text: `Text ${number}`,
  event: null,
  at: number * 1_000,
});
const history = (numbers: readonly number[], more = false): ConversationEvent => ({
  kind: 'history',
  messages: numbers.map((number) => message(number)),
  marks: { delivered: 0, read: 0 },
  more,
});
const numbersOf = ({ messages }: Transcript) => messages.map(({ number }) => number);

describe('a transcript', () => {
  it('contains every message once and in order, regardless of arrival order and repetition', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })), (batches) => {
        const held = batches.reduce<Transcript>(
          (transcript, numbers) =>
            withEvent(transcript, { kind: 'messages', messages: numbers.map((number) => message(number)) }),
          emptyTranscript,
        );
        expect(numbersOf(held)).toEqual([...new Set(batches.flat())].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps older messages when the history arrives again after a cut', () => {
    const first = withEvent(emptyTranscript, history([51, 52], true));
    const all = withOlder(
      first,
      [49, 50].map((number) => message(number)),
    );
    const again = withEvent(all, history([51, 52, 53], true));
    expect(numbersOf(again)).toEqual([49, 50, 51, 52, 53]);
    expect(again.more).toBe(true);
  });

  it('never joins across a gap: the messages before it are fetched again', () => {
    const first = withEvent(emptyTranscript, history([1, 2]));
    const far = withEvent(first, history([60, 61], true));
    expect(numbersOf(far)).toEqual([60, 61]);
    expect(far.more).toBe(true);
  });

  it('reaches the beginning when no older messages arrive', () => {
    const first = withEvent(emptyTranscript, history([5], true));
    expect(withOlder(first, []).more).toBe(false);
    expect(
      withOlder(
        first,
        [3, 4].map((number) => message(number)),
      ).more,
    ).toBe(true);
    expect(
      withOlder(
        first,
        [1, 2, 3, 4].map((number) => message(number)),
      ).more,
    ).toBe(false);
  });

  it('stops typing when the message arrives', () => {
    const typing = withEvent(emptyTranscript, { kind: 'typing', typing: true });
    expect(withEvent(typing, { kind: 'messages', messages: [message(1, 'agent')] }).typing).toBe(true);
    expect(withEvent(typing, { kind: 'messages', messages: [message(1)] }).typing).toBe(false);
  });
});

describe('the lines of the log', () => {
  it('show the delivery state of each own message', () => {
    const transcript: Transcript = {
      ...emptyTranscript,
      messages: [1, 2, 3].map((number) => message(number, 'agent')),
      marks: { delivered: 2, read: 1 },
    };
    const states = linesOf(transcript, []).map((line) => (line.kind === 'message' ? line.state : null));
    expect(states).toEqual(['read', 'delivered', 'sent']);
  });

  it('show a pending message until the hub has it', () => {
    const outgoing = { clientId: 'm-2', text: 'Text 2', at: 2_000, state: 'sending' } as const;
    const before: Transcript = { ...emptyTranscript, messages: [message(1)] };
    const after: Transcript = { ...emptyTranscript, messages: [message(1), message(2, 'agent')] };
    expect(linesOf(before, [outgoing]).map(({ kind }) => kind)).toEqual(['message', 'outgoing']);
    expect(linesOf(after, [outgoing]).map(({ kind }) => kind)).toEqual(['message', 'message']);
  });
});
