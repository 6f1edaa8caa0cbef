/** Rules of presence statuses: developer names, menu order, grants. */
import type { ErrorCode } from '../errors.ts';
import type { PresenceStatus } from '../setup/presence-status.ts';
import { type BaseStatus, baseStatuses } from '../vocabulary.ts';

const DEVELOPER_NAME_LENGTH = 80;

/**
 * The developer name proposed for a name; always a valid `DeveloperName`, always the same for the same name. A leading
 * digit gets an X, as in Salesforce; a name without Latin letters gets `PREFIX_` and a short hash. Not necessarily
 * unique: the caller that saves it must check.
 */
export function developerNameFrom(name: string, prefix = 'status'): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const onlyForeignLetters = !/[A-Za-z]/.test(words) && /\p{L}/u.test(name);
  if (words === '' || onlyForeignLetters) return `${prefix}_${shortHash(name.normalize('NFC'))}`;
  const started = /^[0-9]/.test(words) ? `X${words}` : words;
  return started.slice(0, DEVELOPER_NAME_LENGTH).replace(/_+$/, '');
}

/** FNV-1a, 32 bits, as seven letters and digits. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}

const byName = new Intl.Collator('en', { numeric: true });

/** Order of every menu and list: base status, then the administrator's order, then name. OQ. */
export function compareStatuses(
  a: Pick<PresenceStatus, 'base' | 'sortOrder' | 'name'>,
  b: Pick<PresenceStatus, 'base' | 'sortOrder' | 'name'>,
): number {
  return (
    baseStatuses.indexOf(a.base) - baseStatuses.indexOf(b.base) ||
    a.sortOrder - b.sortOrder ||
    byName.compare(a.name, b.name)
  );
}

/**
 * The statuses a user may choose, in menu order: active ones that agents can set and that the profile or the user is
 * granted. The system's Offline needs no grant; without any grant it is the only one. SimplyChat, OQ.
 */
export function grantedStatuses(given: {
  readonly statuses: readonly PresenceStatus[];
  readonly profileStatusIds: readonly string[];
  readonly userStatusIds: readonly string[];
}): PresenceStatus[] {
  const granted = new Set([...given.profileStatusIds, ...given.userStatusIds]);
  return given.statuses
    .filter(
      (status) =>
        status.active &&
        status.agentCanSet &&
        (granted.has(status.id) || (status.system && status.base === 'offline')),
    )
    .sort(compareStatuses);
}

/** Why an agent may not choose this status by hand; `null` = allowed. `granted` is the result of `grantedStatuses`. */
export function reasonNotChoosable(
  status: PresenceStatus | undefined,
  granted: ReadonlyArray<Pick<PresenceStatus, 'id'>>,
): ErrorCode | null {
  if (status === undefined) return 'NOT_FOUND';
  if (!status.agentCanSet) return 'STATUS_NOT_CHOOSABLE';
  if (!status.active) return 'STATUS_INACTIVE';
  return granted.some(({ id }) => id === status.id) ? null : 'STATUS_NOT_GRANTED';
}

/**
 * The system status that replaces another of the same base (never the system-only Missed). @throws Error when the five
 * system statuses are not among `statuses`: they always exist and cannot be deleted.
 */
export function fallbackStatus(statuses: readonly PresenceStatus[], base: BaseStatus): PresenceStatus {
  const found = statuses.find((status) => status.system && status.agentCanSet && status.base === base);
  if (!found) throw new Error(`no system status for base ${base}`);
  return found;
}

/**
 * The status that a setting resolves to: the one it names or, when that is deactivated, the system status of the same
 * base. `null` when it names none or a deleted one.
 */
export function resolveTarget(
  statuses: readonly PresenceStatus[],
  statusId: string | null,
): PresenceStatus | null {
  const named = statuses.find(({ id }) => id === statusId);
  if (!named) return null;
  return named.active ? named : fallbackStatus(statuses, named.base);
}
