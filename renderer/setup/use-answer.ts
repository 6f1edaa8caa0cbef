import { useCallback, useEffect, useState } from 'react';
import { attempt } from '../bridge/attempt.ts';

/**
 * The hub's answer to a query, sent when the page opens, again with `ask`, whenever `since` changes, and periodically
 * at the interval in milliseconds. `null` until there is an answer; the last one stays when a later query fails, and
 * only explicitly requested queries report the failure. `question` must be stable.
 */
export function useAsyncAnswer<T>(
  question: () => Promise<T>,
  {
    every = null,
    since,
  }: {
    readonly every?: number | null;
    readonly since?: unknown;
  } = {},
): { answer: T | null; ask: () => void } {
  const [answer, setAnswer] = useState<T | null>(null);
  const ask = useCallback(() => void attempt(question().then(setAnswer)), [question]);
  useEffect(ask, [ask, since]);
  useEffect(() => {
    if (every === null) return undefined;
    const timer = setInterval(() => void question().then(setAnswer, () => undefined), every);
    return () => clearInterval(timer);
  }, [question, every]);
  return { answer, ask };
}
