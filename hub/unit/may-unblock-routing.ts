import type { Selectable } from 'kysely';
import type { AgentStateTable } from '../store/schema.ts';

type Facts = Pick<
  Selectable<AgentStateTable>,
  | 'signed_in'
  | 'presence_session'
  | 'status_id'
  | 'effective_base'
  | 'next_status_id'
  | 'link'
  | 'used_primary'
  | 'used_interruptible'
  | 'open_items'
  | 'live_offers'
>;

/**
 * Whether a change of an agent's row may admit work that was blocked before, whatever made the change: then the router
 * has to run. A change to a status that is open for other work may admit some.
 */
export const mayUnblockRouting = (before: Facts, after: Facts): boolean =>
  after.signed_in === 1 &&
  after.link === 'connected' &&
  (before.signed_in === 0 ||
    before.link !== 'connected' ||
    after.presence_session !== before.presence_session ||
    after.status_id !== before.status_id ||
    after.next_status_id !== before.next_status_id ||
    after.effective_base !== before.effective_base ||
    after.used_primary < before.used_primary ||
    after.used_interruptible < before.used_interruptible ||
    after.open_items < before.open_items ||
    after.live_offers < before.live_offers);
