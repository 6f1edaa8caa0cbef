/**
 * Rights of long-lived sockets and streams: each is opened under a right and lives no longer than it. This file defines
 * each right and whether it still holds; `open-rights.ts` ends what was opened under it.
 */
import { CUSTOMER_TOKEN_TTL_MS } from '#core/defaults.ts';
import type { Role } from '#core/vocabulary.ts';
import type { Directory } from '../directory/directory.ts';
import { liveWork } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import { seesItem } from './supervisor-scope.ts';

/**
 * A signed-in user's sockets: the token is valid, the user is active and still has every role from when the socket
 * opened.
 */
export interface SignedInRight {
  readonly kind: 'signed-in';
  readonly tokenHash: string;
  readonly userId: string;
  readonly roles: readonly Role[];
}

/** A customer's page: the token still opens this conversation. */
export interface CustomerRight {
  readonly kind: 'customer';
  readonly tokenHash: string;
  readonly workItemId: string;
}

/** An agent's own conversation: the agent has it open or in wrap-up. */
export interface OwnWorkRight {
  readonly kind: 'own-work';
  readonly userId: string;
  readonly workItemId: string;
}

/** A supervisor who monitors a conversation: the item is within the supervisor's scope. */
export interface MonitorRight {
  readonly kind: 'monitor';
  readonly userId: string;
  readonly workItemId: string;
}

export type Right = SignedInRight | CustomerRight | OwnWorkRight | MonitorRight;

export interface RightsNow {
  readonly db: Db;
  readonly directory: Directory;
  /** Milliseconds UTC. */
  readonly now: number;
}

/** SQLite binds a limited number of parameters per statement. */
const CHUNK = 500;

/**
 * The given rights that have ended, according to the database and Setup now. One read per kind of right, however many
 * there are.
 */
export async function endedRights<R extends Right>(at: RightsNow, rights: readonly R[]): Promise<R[]> {
  const ended: R[] = [];
  for (let from = 0; from < rights.length; from += CHUNK) {
    const chunk = rights.slice(from, from + CHUNK);
    const holds = await judge(at, chunk);
    ended.push(...chunk.filter((right) => !holds(right)));
  }
  return ended;
}

async function judge(at: RightsNow, rights: readonly Right[]): Promise<(right: Right) => boolean> {
  const tokens = await readTokens(at, rights);
  const conversations = await readConversationTokens(at, rights);
  const works = await readWorks(at, rights);
  const items = await readItems(at, rights);
  return (right) => {
    switch (right.kind) {
      case 'signed-in':
        return tokens.has(right.tokenHash) && hasRoles(at.directory, right.userId, right.roles);
      case 'customer':
        return conversations.get(right.tokenHash) === right.workItemId;
      case 'own-work':
        return works.has(`${right.userId} ${right.workItemId}`) && hasRoles(at.directory, right.userId, []);
      case 'monitor': {
        const item = items.get(right.workItemId);
        return item !== undefined && mayMonitor(at.directory, right.userId, item);
      }
    }
  };
}

function hasRoles(directory: Directory, userId: string, roles: readonly Role[]): boolean {
  const user = directory.users.get(userId);
  return user !== undefined && user.active && roles.every((role) => user.roles.includes(role));
}

function mayMonitor(
  directory: Directory,
  userId: string,
  item: { readonly queue_id: string | null; readonly owner_agent_id: string | null },
): boolean {
  const user = directory.users.get(userId);
  if (!user?.active || !user.roles.some((role) => role === 'supervisor' || role === 'admin')) return false;
  return seesItem(directory, userId, item);
}

const ofKind = <Kind extends Right['kind']>(rights: readonly Right[], kind: Kind) =>
  rights.filter((right): right is Extract<Right, { kind: Kind }> => right.kind === kind);

async function readTokens({ db, now }: RightsNow, rights: readonly Right[]): Promise<ReadonlySet<string>> {
  const hashes = [...new Set(ofKind(rights, 'signed-in').map(({ tokenHash }) => tokenHash))];
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('token')
    .select('hash')
    .where('hash', 'in', hashes)
    .where('expires_at', '>', now)
    .execute();
  return new Set(rows.map(({ hash }) => hash));
}

async function readConversationTokens(
  { db, now }: RightsNow,
  rights: readonly Right[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = [...new Set(ofKind(rights, 'customer').map(({ tokenHash }) => tokenHash))];
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('conversation')
    .select(['token_hash', 'work_item_id'])
    .where('token_hash', 'in', hashes)
    .where('token_used_at', '>=', now - CUSTOMER_TOKEN_TTL_MS)
    .execute();
  return new Map(rows.map((row) => [row.token_hash, row.work_item_id]));
}

async function readWorks({ db }: RightsNow, rights: readonly Right[]): Promise<ReadonlySet<string>> {
  const own = ofKind(rights, 'own-work');
  if (own.length === 0) return new Set();
  const rows = await db
    .selectFrom('agent_work')
    .select(['agent_id', 'work_item_id'])
    .where('work_item_id', 'in', [...new Set(own.map(({ workItemId }) => workItemId))])
    .where(liveWork('state', 'opened', 'wrap-up'))
    .execute();
  return new Set(rows.map((row) => `${row.agent_id} ${row.work_item_id}`));
}

async function readItems({ db }: RightsNow, rights: readonly Right[]) {
  const ids = [...new Set(ofKind(rights, 'monitor').map(({ workItemId }) => workItemId))];
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('work_item')
    .select(['id', 'queue_id', 'owner_agent_id'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
