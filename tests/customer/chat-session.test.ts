import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES, TYPING_INTERVAL_MS } from '#core/defaults.ts';
import { type ScriptedCustomerHub, startScriptedCustomerHub } from '#tests/support/scripted-customer-hub.ts';
import { until } from '#tests/support/virtual-clock.ts';
import { ChatSession } from '#customer/chat-session.ts';
import { createCustomerClient } from '#customer/customer-client.ts';
import { openChatStorage, type UnsentMessage } from '#customer/stored-chat.ts';
import { readAddress } from '#customer/page-address.ts';

let hub: ScriptedCustomerHub;
let session: ChatSession;
let gone = false;
let kept: readonly UnsentMessage[] = [];

async function begin(unsent: readonly UnsentMessage[] = []): Promise<void> {
  let token: string | null = null;
  const client = createCustomerClient(hub.url, () => token);
  ({ token } = await client.start({ startId: crypto.randomUUID(), name: 'Ana' }));
  session = new ChatSession({
    client,
    unsent,
    onChange: () => undefined,
    onUnsent: (next) => (kept = next),
    onGone: () => (gone = true),
    random: () => 0,
  });
  session.start();
  await until(() => session.state.view !== null, 'the first view');
}
const texts = () => session.state.messages.map(({ text }) => text);

beforeEach(async () => {
  gone = false;
  kept = [];
  hub = await startScriptedCustomerHub(null);
});
afterEach(async () => {
  session.stop();
  await hub.close();
});

test('follows the queue and the conversation', async () => {
  await begin();
  expect(session.state.view).toMatchObject({ state: 'waiting', position: 2 });
  hub.change({ state: 'talking', agent: 'Mina' });
  hub.say('agent', 'Hello');
  await until(() => texts().length === 1, 'the message');
  expect(session.state.view?.agent).toBe('Mina');
});

test('sends messages once and in the order they were written, even when a response is lost', async () => {
  await begin();
  hub.loseNextAnswer();
  for (const text of ['one', 'two', 'three']) session.send(text);
  expect(kept).toHaveLength(3);
  await until(() => session.state.pending.length === 0, 'sending');
  expect(hub.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(texts()).toEqual(['one', 'two', 'three']);
  const ids = hub.named('send').map(({ input }) => (input as UnsentMessage).clientId);
  expect(ids.length).toBeGreaterThanOrEqual(3);
  expect(new Set(ids).size).toBe(3);
  expect(kept).toEqual([]);
});

test('sends messages left over from before a reload, with the same id', async () => {
  await begin([{ clientId: 'before-reload', text: 'still here' }]);
  await until(() => texts().includes('still here'), 'sending');
  expect(hub.messages[0]?.clientId).toBe('before-reload');
});

test('resumes after a lost connection with no message missing or duplicated', async () => {
  await begin();
  hub.say('agent', 'one');
  await until(() => texts().length === 1, 'the first message');
  hub.refuse(true);
  hub.cut();
  hub.say('agent', 'two');
  await until(() => !session.state.online, 'the word that it is offline');
  hub.refuse(false);
  session.wake();
  await until(() => texts().length === 2 && session.state.online, 'the return');
  hub.say('whisper', 'not for customers');
  hub.say('agent', 'three');
  await until(() => texts().length === 3, 'the third message');
  expect(texts()).toEqual(['one', 'two', 'three']);
});

test('keeps a rejected message until the customer acts on it', async () => {
  await begin();
  session.send('x'.repeat(MAX_MESSAGE_BYTES + 1));
  session.send('short');
  await until(() => texts().includes('short'), 'the next message');
  expect(session.state.pending).toMatchObject([{ failed: true }]);
});

test('ends a conversation that the hub does not know', async () => {
  await begin();
  hub.forget();
  hub.cut();
  await until(() => gone, 'the end');
});

test('reports typing at most every few seconds, and its end once', async () => {
  await begin();
  for (let now = 0; now < 2 * TYPING_INTERVAL_MS; now += 500) session.typing(now, true);
  session.typing(2 * TYPING_INTERVAL_MS, false);
  session.typing(2 * TYPING_INTERVAL_MS, false);
  await until(() => hub.named('typing').length === 3, 'typing');
  expect(hub.named('typing').map(({ input }) => (input as { typing: boolean }).typing)).toEqual([
    true,
    true,
    false,
  ]);
});

test('keeps the chat in memory when there is no storage', () => {
  const refused = openChatStorage(() => {
    throw new Error('private mode');
  }, 'sales');
  expect(refused.read()).toBeNull();
  refused.write({ token: 'token', unsent: [] });
  expect(refused.read()?.token).toBe('token');
  refused.clear();
  expect(refused.read()).toBeNull();
});

test('reads queue, language and fields from the address', () => {
  const search = '?queue=sales&embed=1&lang=ko&field.order=A-17&field.=x';
  expect(readAddress(search, ['en-GB'])).toEqual({
    queue: 'sales',
    language: 'ko',
    embedded: true,
    fields: { order: 'A-17' },
    identity: null,
  });
  expect(readAddress('', [], '#identity=a.b.c').identity).toBe('a.b.c');
  expect(readAddress('', ['fr-FR', 'ko-KR', 'en']).language).toBe('ko');
  expect(readAddress('', ['fr']).language).toBe('en');
});
