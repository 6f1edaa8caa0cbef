/** A queue that one side fills and the other reads as an async iterator; ends with the abort signal. */
export interface Stream<T> {
  push(value: T): void;
  end(): void;
  values(signal?: AbortSignal): AsyncGenerator<T, void, void>;
}

export function createStream<T>(): Stream<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake: (() => void) | null = null;
  const nudge = () => {
    wake?.();
    wake = null;
  };
  return {
    push(value) {
      if (ended) return;
      waiting.push(value);
      nudge();
    },
    end() {
      ended = true;
      nudge();
    },
    async *values(signal) {
      const stop = () => {
        ended = true;
        nudge();
      };
      signal?.addEventListener('abort', stop);
      try {
        for (;;) {
          while (waiting.length > 0) yield waiting.shift()!;
          if (ended || signal?.aborted) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}

/** Like a stream, but only the newest value waits: for things that are pushed whole. */
export function createLatest<T>(): Stream<T> {
  let latest: { readonly value: T } | null = null;
  let ended = false;
  let wake: (() => void) | null = null;
  const nudge = () => {
    wake?.();
    wake = null;
  };
  return {
    push(value) {
      if (ended) return;
      latest = { value };
      nudge();
    },
    end() {
      ended = true;
      nudge();
    },
    async *values(signal) {
      const stop = () => {
        ended = true;
        nudge();
      };
      signal?.addEventListener('abort', stop);
      try {
        for (;;) {
          if (latest) {
            const { value } = latest;
            latest = null;
            yield value;
            continue;
          }
          if (ended || signal?.aborted) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}
