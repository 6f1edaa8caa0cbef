import { expect, test } from 'vitest';
import { TYPING_TTL_MS } from '#core/defaults.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { Bus } from '../base/bus.ts';
import { followTyping } from './typing-mark.ts';

function scene() {
  const clock = new ManualClock();
  const bus = new Bus();
  const heard: boolean[] = [];
  const stop = followTyping({ bus, clock }, 'item', 'agent', (typing) => heard.push(typing));
  const type = (typing: boolean, from: 'agent' | 'customer' = 'agent', workItemId = 'item') =>
    bus.publish({
      agents: [],
      conversations: [],
      items: [],
      queues: [],
      setup: false,
      typing: { workItemId, from, typing },
    });
  const wait = (milliseconds: number) => clock.set(clock.now() + milliseconds);
  return { wait, heard, stop, type };
}

test('a typing mark that is not renewed ends by itself', () => {
  const { wait, heard, type } = scene();
  type(true);
  wait(TYPING_TTL_MS - 1);
  expect(heard).toEqual([true]);
  wait(1);
  expect(heard).toEqual([true, false]);
});

test('a renewed mark lasts, and a cleared one ends once', () => {
  const { wait, heard, type } = scene();
  type(true);
  wait(TYPING_TTL_MS / 2);
  type(true);
  wait(TYPING_TTL_MS - 1);
  expect(heard).toEqual([true, true]);
  type(false);
  wait(TYPING_TTL_MS);
  expect(heard).toEqual([true, true, false]);
});

test('follows one side of one conversation until it is unsubscribed', () => {
  const { wait, heard, stop, type } = scene();
  type(true, 'customer');
  type(true, 'agent', 'other');
  expect(heard).toEqual([]);
  type(true);
  stop();
  wait(TYPING_TTL_MS);
  expect(heard).toEqual([true]);
});
