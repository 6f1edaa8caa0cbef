/** An async iterator that is filled by a producer until it is ended or the signal aborts. */
export interface Stream<T> {
  push(value: T): void;
  end(): void;
  values(signal?: AbortSignal): AsyncGenerator<T, void, void>;
}

/** Every value, in order. */
export const createStream = <T>(): Stream<T> => streamOver<T>((waiting, value) => waiting.push(value));

/** Keeps only the newest value: for values that are pushed in full. */
export const createLatest = <T>(): Stream<T> =>
  streamOver<T>((waiting, value) => {
    waiting[0] = value;
  });

function streamOver<T>(put: (waiting: T[], value: T) => void): Stream<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake: (() => void) | null = null;
  const nudge = () => {
    wake?.();
    wake = null;
  };
  const end = () => {
    ended = true;
    nudge();
  };
  return {
    push(value) {
      if (ended) return;
      put(waiting, value);
      nudge();
    },
    end,
    async *values(signal) {
      signal?.addEventListener('abort', end);
      try {
        for (;;) {
          while (waiting.length > 0) yield waiting.shift()!;
          if (ended || signal?.aborted) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        signal?.removeEventListener('abort', end);
      }
    },
  };
}
