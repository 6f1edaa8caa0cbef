import { describe, expect, it } from 'vitest';
import { HashQueue } from './hash-queue.ts';

const job = () => {
  let finish!: () => void;
  const done = new Promise<void>((resolve) => (finish = resolve));
  let begun = false;
  return { work: () => ((begun = true), done), finish, begun: () => begun };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('S8: the queue of password hashes', () => {
  it('runs two at a time, in the order of arrival', async () => {
    const queue = new HashQueue();
    const jobs = [job(), job(), job()];
    const all = jobs.map(({ work }) => queue.run('a', undefined, work));
    await turn();
    expect(jobs.map(({ begun }) => begun())).toEqual([true, true, false]);
    jobs[0]!.finish();
    await all[0];
    await turn();
    expect(jobs[2]!.begun()).toBe(true);
    jobs[1]!.finish();
    jobs[2]!.finish();
    await Promise.all(all);
  });

  it('rejects at once what would wait too long, and lets other addresses wait', async () => {
    const queue = new HashQueue();
    const slow = job();
    const waiting = Array.from({ length: 62 }, () => queue.run('attacker', undefined, slow.work));
    await expect(queue.run('attacker', undefined, slow.work)).rejects.toMatchObject({ code: 'TOO_MANY' });
    const other = queue.run('office', undefined, async () => 'in');
    slow.finish();
    await Promise.all(waiting);
    expect(await other).toBe('in');
  });

  it('does not hash for a caller that has disconnected', async () => {
    const queue = new HashQueue();
    const [first, second, third] = [job(), job(), job()];
    const running = [queue.run('a', undefined, first.work), queue.run('a', undefined, second.work)];
    const gone = new AbortController();
    const aborted = queue.run('a', gone.signal, third.work);
    gone.abort();
    first.finish();
    second.finish();
    await Promise.all(running);
    await expect(aborted).rejects.toThrow();
    expect(third.begun()).toBe(false);
  });
});
