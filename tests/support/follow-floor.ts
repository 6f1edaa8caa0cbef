/** A supervisor's client without a window: holds the floor as pushed, and can compare it with the database. */
import type { FloorUpdate } from '#core/supervision/floor.ts';
import { type FloorMirror, applyFloorUpdate } from '#core/supervision/floor-mirror.ts';
import { Floor } from '#hub/supervision/floor.ts';
import type { World } from './world.ts';

export class FloorFollower {
  readonly updates: FloorUpdate[] = [];
  readonly #world: World;
  readonly #stop = new AbortController();
  #held: FloorMirror | null = null;
  #done: Promise<void> = Promise.resolve();

  private constructor(world: World) {
    this.#world = world;
  }

  static async start(world: World, supervisor: string): Promise<FloorFollower> {
    const follower = new FloorFollower(world);
    const updates = await world.supervisorAs(supervisor).watch({}, { signal: follower.#stop.signal });
    follower.#done = (async () => {
      for await (const update of updates) {
        follower.updates.push(update);
        follower.#held = applyFloorUpdate(follower.#held, update);
      }
    })();
    await follower.#catchUp();
    return follower;
  }

  /** The floor after all pushed changes. */
  async now(): Promise<FloorMirror> {
    await this.#catchUp();
    return this.#held!;
  }

  /** Differences between the pushed floor and the database now; empty = none. */
  async differences(): Promise<string[]> {
    const held = await this.now();
    const whole = await freshFloor(this.#world);
    return (['agents', 'queues', 'work'] as const).flatMap((kind) => {
      const sorted = (records: ReadonlyMap<string, { readonly id: string }>) =>
        [...records.values()].sort((a, b) => a.id.localeCompare(b.id)).map((one) => JSON.stringify(one));
      const [is, should] = [sorted(held[kind]), sorted(whole[kind])];
      const missing = should.filter((one) => !is.includes(one)).map((one) => `${kind} lack ${one}`);
      return [
        ...missing,
        ...is.filter((one) => !should.includes(one)).map((one) => `${kind} still hold ${one}`),
      ];
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #catchUp(): Promise<void> {
    await this.#world.settle();
    await this.#world.hub.services.floor.refresh();
    await this.#world.settle();
  }
}

async function freshFloor(world: World): Promise<FloorMirror> {
  const floor = new Floor(world.hub.services.context);
  const stop = new AbortController();
  const everybody = { sees: () => true, seesQueue: () => true, everybody: true };
  const updates = floor.watch(() => everybody, stop.signal);
  const first = await updates.next();
  stop.abort();
  await updates.return(undefined);
  return applyFloorUpdate(null, first.value as FloorUpdate)!;
}
