/** Absence rules: how an idle, locked or suspended machine changes the presence. */
import type { AbsenceRule, IdleRule } from '../setup/presence-configuration.ts';
import type { PresenceStatus } from '../setup/presence-status.ts';
import { type BaseStatus, baseStatuses, type PresenceReason } from '../vocabulary.ts';
import { resolveTarget } from './status-rules.ts';
import type { z } from 'zod';

export interface AbsenceRules {
  readonly idle: z.infer<typeof IdleRule>;
  readonly lock: z.infer<typeof AbsenceRule>;
  readonly suspend: z.infer<typeof AbsenceRule>;
}

export type AbsenceReason = 'idle' | 'lock' | 'suspend';

/** What to do about an absence; `null` = nothing until the next report or change of presence. */
export type AbsenceStep =
  | { readonly do: 'go'; readonly statusId: string; readonly reason: AbsenceReason }
  /** Back to the status from before the first absence. */
  | { readonly do: 'go-back' }
  | { readonly do: 'check-again'; readonly at: number };

export const isAbsence = (reason: PresenceReason): reason is AbsenceReason =>
  reason === 'idle' || reason === 'lock' || reason === 'suspend';

/**
 * A pure function of facts, so it can be called at any time: on a report, on a restored link, on a timer, at a start.
 *
 * An absence only lowers availability: an agent at lunch who locks the screen stays at lunch. Only a presence set by an
 * absence is reverted; a choice by hand in between has replaced it and stays. The idle time counts from the last key
 * press or mouse movement, regardless of the link, or from a later choice by hand (on another device).
 */
export function absenceStep(given: {
  readonly rules: AbsenceRules;
  readonly statuses: readonly PresenceStatus[];
  readonly presence: {
    readonly statusId: string;
    readonly base: BaseStatus;
    readonly reason: PresenceReason;
    readonly since: number;
  };
  readonly activity: {
    readonly state: 'active' | 'idle' | 'locked' | 'suspended';
    /** For idle, locked and suspended: when the absence began. */
    readonly since: number;
  };
  readonly now: number;
}): AbsenceStep | null {
  const { rules, presence, activity, now } = given;
  if (activity.state === 'active') return isAbsence(presence.reason) ? { do: 'go-back' } : null;

  const chosenByHandAt =
    presence.reason === 'manual' || presence.reason === 'tray' ? presence.since : -Infinity;
  const atOnce =
    activity.state === 'suspended' && rules.suspend.enabled
      ? ({ reason: 'suspend', rule: rules.suspend } as const)
      : activity.state === 'locked' && rules.lock.enabled
        ? ({ reason: 'lock', rule: rules.lock } as const)
        : null;
  if (atOnce && chosenByHandAt <= activity.since) {
    return lowerTo(given, atOnce.rule.statusId, atOnce.reason);
  }
  if (atOnce || !rules.idle.enabled) return null;

  const step = lowerTo(given, rules.idle.statusId, 'idle');
  const at = Math.max(activity.since, chosenByHandAt) + rules.idle.afterMinutes * 60_000;
  return step && now < at ? { do: 'check-again', at } : step;
}

function lowerTo(
  { statuses, presence }: Parameters<typeof absenceStep>[0],
  statusId: string | null,
  reason: AbsenceReason,
): AbsenceStep | null {
  const target = resolveTarget(statuses, statusId);
  if (!target || baseStatuses.indexOf(target.base) <= baseStatuses.indexOf(presence.base)) return null;
  return { do: 'go', statusId: target.id, reason };
}
