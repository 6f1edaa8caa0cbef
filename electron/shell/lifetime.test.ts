import { expect, test } from 'vitest';
import { Lifetime } from './lifetime.ts';

test('stops in reverse order, one after the other, and reports the end from its start', async () => {
  const lifetime = new Lifetime();
  const ended: string[] = [];
  lifetime.onEnd(() => void ended.push(`first, ending: ${lifetime.ending}`));
  lifetime.onEnd(async () => {
    await Promise.resolve();
    ended.push('second');
  });
  expect(lifetime.ending).toBe(false);
  await lifetime.end();
  expect(ended).toEqual(['second', 'first, ending: true']);
});

test('stops each part once', async () => {
  const lifetime = new Lifetime();
  let times = 0;
  lifetime.onEnd(() => void (times += 1));
  await Promise.all([lifetime.end(), lifetime.end()]);
  expect(times).toBe(1);
});
