/** Long reads without a thread. */
import { type LongReader, runRead } from '#hub/long-reads/long-reader.ts';
import type { Store } from '#hub/store/store.ts';

/** Reads on the store itself, for tests and simulations, where time stands still meanwhile. */
export const readInPlace = (store: Store): LongReader => ({
  read: (name, input) => runRead(store.read, name, input),
  stop: () => Promise.resolve(),
});
