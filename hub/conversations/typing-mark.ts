/** Whether the other side of a conversation is typing. */
import { TYPING_TTL_MS } from '#core/defaults.ts';
import type { Bus } from '../base/bus.ts';
import type { Clock } from '../base/clock.ts';

/**
 * Calls `onChange` whenever `from` starts or stops typing. A mark that is not renewed ends after `TYPING_TTL_MS`: a
 * closed page never reports that it stopped. Returns an unsubscribe function.
 */
export function followTyping(
  { bus, clock }: { readonly bus: Bus; readonly clock: Clock },
  workItemId: string,
  from: 'agent' | 'customer',
  onChange: (typing: boolean) => void,
): () => void {
  let expire: (() => void) | null = null;
  const cancel = () => {
    expire?.();
    expire = null;
  };
  const stop = bus.subscribe(({ typing }) => {
    if (typing?.workItemId !== workItemId || typing.from !== from) return;
    cancel();
    if (typing.typing)
      expire = clock.after(TYPING_TTL_MS, () => {
        expire = null;
        onChange(false);
      });
    onChange(typing.typing);
  });
  return () => {
    cancel();
    stop();
  };
}
