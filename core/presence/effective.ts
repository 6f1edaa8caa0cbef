/**
 * From the chosen status to the base that routing sees: automatic presence by load, and the status an agent starts
 * with.
 */
import type { PoolAmounts } from '../routing/candidates.ts';
import type { PresenceStatus } from '../setup/presence-status.ts';
import type { BaseStatus } from '../vocabulary.ts';
import { fallbackStatus } from './status-rules.ts';

export type Load = 'none' | 'some' | 'full';

/**
 * The load of an agent. Full = the primary pool is full or over; work in either pool = some. Work of size 0 takes
 * nothing from a pool, so it never changes presence. D365.
 */
export function loadOf({
  capacity,
  used,
}: {
  readonly capacity: PoolAmounts;
  readonly used: PoolAmounts;
}): Load {
  if (used.primary > 0 && used.primary >= capacity.primary) return 'full';
  return used.primary > 0 || used.interruptible > 0 ? 'some' : 'none';
}

const baseAtLoad: Readonly<Record<Load, BaseStatus>> = { none: 'available', some: 'busy', full: 'busy-dnd' };

/**
 * True while the effective base follows the load. `heldByHand` lasts from the agent's choice to the next accept or
 * close.
 */
export function followsLoad(given: {
  readonly chosenBase: BaseStatus;
  readonly automatic: boolean;
  readonly heldByHand: boolean;
}): boolean {
  return (
    given.automatic && !given.heldByHand && (given.chosenBase === 'available' || given.chosenBase === 'busy')
  );
}

/** The base that routing and supervisors see. Away, Busy DND and Offline always stay as chosen. D365. */
export function effectiveBase(given: {
  readonly chosenBase: BaseStatus;
  /** The switch of the presence configuration. */
  readonly automatic: boolean;
  readonly heldByHand: boolean;
  readonly load: Load;
}): BaseStatus {
  return followsLoad(given) ? baseAtLoad[given.load] : given.chosenBase;
}

/**
 * The status an agent starts with: the user's default, else the profile's, else Available (Dynamics). A deactivated
 * default counts as the system status of its base, a deleted one does not count. While another device is signed in, the
 * status is kept: signing in again never raises availability.
 */
export function presenceAtSignIn(given: {
  readonly statuses: readonly PresenceStatus[];
  readonly userDefaultId: string | null;
  readonly profileDefaultId: string | null;
  /** The current status, when another device is signed in. */
  readonly lastChosenId: string | null;
  readonly otherDeviceSignedIn: boolean;
  /** Ids of the granted statuses; when given, an agent without a grant for Available starts Offline. */
  readonly grantedIds?: ReadonlySet<string>;
}): string {
  const { statuses } = given;
  const find = (id: string | null) => statuses.find((status) => status.id === id);
  const standing = given.otherDeviceSignedIn ? find(given.lastChosenId) : undefined;
  if (standing) return standing.id;

  const preset = find(given.userDefaultId) ?? find(given.profileDefaultId);
  if (preset) return preset.active ? preset.id : fallbackStatus(statuses, preset.base).id;
  const available = fallbackStatus(statuses, 'available');
  const mayBeAvailable = given.grantedIds?.has(available.id) ?? true;
  return mayBeAvailable ? available.id : fallbackStatus(statuses, 'offline').id;
}
