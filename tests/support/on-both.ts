/** Runs a suite of the hub on both databases; worlds created in it are closed after each test. */
import { afterEach, describe } from 'vitest';
import { newDatabase, storeKinds } from './stores.ts';
import { World, type WorldOptions } from './world.ts';

export type MakeWorld = (options?: Omit<WorldOptions, 'address'>) => Promise<World>;

export function onBothStores(name: string, suite: (make: MakeWorld) => void): void {
  describe.each(storeKinds)(`${name} on %s`, (kind) => {
    const cleanUps: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    });
    suite(async (options = {}) => {
      const { address, remove } = await newDatabase(kind);
      const world = await World.create({ address, ...options });
      cleanUps.push(async () => {
        await world.close();
        remove();
      });
      return world;
    });
  });
}
