/** Sends each message with an id of its own: shown at once, sent again with the same id after a failure. */
import { TYPING_INTERVAL_MS } from '#core/defaults.ts';
import { bridge } from '../bridge/connection.ts';
import { errorText } from '../i18n/error-text.ts';
import { hubNow } from '../state/mirror-store.ts';
import { type OutgoingMessage, say, useUi, without } from '../state/ui-store.ts';

const DRAFT_DELAY_MS = 300;

function put(
  workItemId: string,
  change: (held: readonly OutgoingMessage[]) => readonly OutgoingMessage[],
): void {
  useUi.setState(({ outbox }) => {
    const next = change(outbox[workItemId] ?? []);
    return { outbox: next.length > 0 ? { ...outbox, [workItemId]: next } : without(outbox, workItemId) };
  });
}

async function post(workItemId: string, message: OutgoingMessage): Promise<void> {
  const { clientId, text } = message;
  try {
    await bridge.conversation.send({ workItemId, clientId, text });
    // The stream delivers the message itself; shortly after, the copy here is obsolete.
    setTimeout(() => put(workItemId, (held) => held.filter((other) => other.clientId !== clientId)), 2_000);
  } catch (error) {
    say(errorText(error), 'problem');
    put(workItemId, (held) =>
      held.map((other) => (other.clientId === clientId ? { ...other, state: 'failed' } : other)),
    );
  }
}

export function send(workItemId: string, text: string): void {
  const message = {
    clientId: crypto.randomUUID(),
    text,
    at: Math.round(hubNow()),
    state: 'sending',
  } as const;
  put(workItemId, (held) => [...held, message]);
  saveDraft(workItemId, '');
  stopTyping(workItemId);
  void post(workItemId, message);
}

export function sendAgain(workItemId: string, message: OutgoingMessage): void {
  put(workItemId, (held) =>
    held.map((other) => (other.clientId === message.clientId ? { ...other, state: 'sending' } : other)),
  );
  void post(workItemId, message);
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Stores the draft; the shell gets it after a short delay, at once when it is emptied. */
export function saveDraft(workItemId: string, text: string): void {
  useUi.setState(({ drafts }) => ({
    drafts: text === '' ? without(drafts, workItemId) : { ...drafts, [workItemId]: text },
  }));
  clearTimeout(waiting.get(workItemId));
  waiting.set(
    workItemId,
    setTimeout(() => flushDraft(workItemId), text === '' ? 0 : DRAFT_DELAY_MS),
  );
}

/** Sends a draft to the shell now, if it has changed since the last time. */
export function flushDraft(workItemId: string): void {
  const timer = waiting.get(workItemId);
  if (timer === undefined) return;
  clearTimeout(timer);
  waiting.delete(workItemId);
  const text = useUi.getState().drafts[workItemId] ?? '';
  bridge.drafts.save({ workItemId, text }).catch(() => {});
}

/** Drafts of the last run; anything typed meanwhile takes precedence. */
export async function loadDrafts(): Promise<void> {
  const stored = await bridge.drafts.all({}).catch(() => ({}));
  useUi.setState(({ drafts }) => ({ drafts: { ...stored, ...drafts } }));
}

const typingSince = new Map<string, number>();

/** Notifies the customer that an answer is being written, at most every few seconds. */
export function typing(workItemId: string): void {
  const now = performance.now();
  const last = typingSince.get(workItemId);
  if (last !== undefined && now - last < TYPING_INTERVAL_MS) return;
  typingSince.set(workItemId, now);
  bridge.conversation.typing({ workItemId, typing: true }).catch(() => {});
}

export function stopTyping(workItemId: string): void {
  if (!typingSince.delete(workItemId)) return;
  bridge.conversation.typing({ workItemId, typing: false }).catch(() => {});
}
