/** After-conversation work: its terms (frozen when it begins), its deadline, extensions, and the capacity it holds. */
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { channelKinds } from '../setup/channel-kinds.ts';
import type { ServiceChannel } from '../setup/channels-and-queues.ts';
import { type PresenceConfigurationSettings, WrapUpHold } from '../setup/presence-configuration.ts';

export const WrapUpTerms = z.object({
  seconds: z.number(),
  /** 0 = cannot be extended. */
  extensionSeconds: z.number().default(0),
  /** 0 = cannot be extended. */
  maxExtensions: z.number().default(0),
  hold: WrapUpHold.default('always'),
});
export type WrapUpTerms = Readonly<z.infer<typeof WrapUpTerms>>;

/** The terms of a wrap-up, `null` = none; the channel overrides the presence configuration. */
export function wrapUpTerms(
  channel: Pick<ServiceChannel, 'kind' | 'wrapUp'>,
  configuration: Pick<
    PresenceConfigurationSettings,
    'wrapUp' | 'wrapUpSeconds' | 'extend' | 'extensionSeconds' | 'maxExtensions' | 'wrapUpHold'
  >,
): WrapUpTerms | null {
  const hold = configuration.wrapUpHold;
  if (channel.wrapUp) {
    const { wrapUpSeconds, extensionSeconds, maxExtensions } = channel.wrapUp;
    return { seconds: wrapUpSeconds, ...extensions(extensionSeconds, maxExtensions), hold };
  }
  const { wrapUp, wrapUpSeconds, extend, extensionSeconds, maxExtensions } = configuration;
  if (!wrapUp || wrapUpSeconds === null || !channelKinds[channel.kind].wrapUpByConfiguration) return null;
  return {
    seconds: wrapUpSeconds,
    ...(extend ? extensions(extensionSeconds, maxExtensions) : extensions(null, null)),
    hold,
  };
}

/** Extending needs both numbers; without one of them there are no extensions. */
const extensions = (extensionSeconds: number | null, maxExtensions: number | null) =>
  extensionSeconds && maxExtensions
    ? { extensionSeconds, maxExtensions }
    : { extensionSeconds: 0, maxExtensions: 0 };

/** When the wrap-up of a conversation that ended at this time is over, given the extensions used. */
export const wrapUpDeadline = (
  endedAt: number,
  terms: Pick<WrapUpTerms, 'seconds' | 'extensionSeconds'>,
  extensionsUsed = 0,
): number => endedAt + (terms.seconds + extensionsUsed * terms.extensionSeconds) * 1000;

/** Adds one extension: it extends the deadline, not the remaining time. Not after the last one, nor when time is up. */
export function extend(
  wrapUp: Pick<WrapUpTerms, 'extensionSeconds' | 'maxExtensions'> & {
    readonly deadline: number;
    readonly extensionsUsed: number;
  },
  now: number,
):
  | { readonly deadline: number; readonly extensionsUsed: number }
  | Extract<ErrorCode, 'NO_EXTENSION_LEFT' | 'WRAP_UP_OVER'> {
  if (now >= wrapUp.deadline) return 'WRAP_UP_OVER';
  if (wrapUp.extensionSeconds === 0 || wrapUp.extensionsUsed >= wrapUp.maxExtensions)
    return 'NO_EXTENSION_LEFT';
  return {
    deadline: wrapUp.deadline + wrapUp.extensionSeconds * 1000,
    extensionsUsed: wrapUp.extensionsUsed + 1,
  };
}

/** When a running wrap-up releases its capacity before its end; `null` = not before it ends. */
export function capacityHoldEndsAt({ hold }: Pick<WrapUpTerms, 'hold'>, startedAt: number): number | null {
  if (hold === 'always') return null;
  return hold === 'never' ? startedAt : startedAt + hold.firstSeconds * 1000;
}
