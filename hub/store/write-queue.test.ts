import { expect, it } from 'vitest';
import { WriteQueue } from './write-queue.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('runs one at a time, in the order of requests, and brief work first', async () => {
  const turns = new WriteQueue();
  const done: string[] = [];
  let running = 0;
  const work = (name: string) => async () => {
    running += 1;
    expect(running).toBe(1);
    await turn();
    running -= 1;
    done.push(name);
  };
  const all = [
    turns.run(work('first')),
    turns.run(work('second')),
    turns.run(work('third')),
    turns.runFirst(work('heartbeat')),
  ];
  await Promise.all(all);
  expect(done).toEqual(['first', 'heartbeat', 'second', 'third']);
});

it('continues after work that failed', async () => {
  const turns = new WriteQueue();
  const failed = turns.run(() => Promise.reject(new Error('no')));
  const next = turns.run(() => Promise.resolve('yes'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
