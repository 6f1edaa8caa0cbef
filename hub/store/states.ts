/**
 * Conditions on the states of work, defined once, with the states as literals in the statement. SQLite uses a partial
 * index on live rows only when the statement itself restricts to them: with a bound parameter, or some of the live
 * states without the whole list, it would scan everything that has ended.
 */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { type AgentWorkState, liveAgentWorkStates, type WorkItemState } from '#core/vocabulary.ts';

type LiveWorkState = (typeof liveAgentWorkStates)[number];
type LiveItemState = Exclude<WorkItemState, 'closed' | 'cancelled'>;

const literals = (states: readonly string[]) => sql.join(states.map((state) => sql.lit(state)));
const among = (column: string, states: readonly string[]): RawBuilder<SqlBool> =>
  states.length === 1
    ? sql<SqlBool>`${sql.ref(column)} = ${sql.lit(states[0]!)}`
    : sql<SqlBool>`${sql.ref(column)} in (${literals(states)})`;
const both = (all: RawBuilder<SqlBool>, column: string, only: readonly string[]): RawBuilder<SqlBool> =>
  only.length === 0 ? all : sql<SqlBool>`${all} and ${among(column, only)}`;

/** Agent work that is live, or in some of the live states: uses `agent_work_live`. */
export const liveWork = (column: string, ...only: readonly LiveWorkState[]) =>
  both(among(column, liveAgentWorkStates), column, only);

/** The one offer of a work item, if any: uses `agent_work_one_offer`. */
export const isOffered = (column: string) => among(column, ['offered' satisfies AgentWorkState]);

/** Work items that are not over, or in some of the live states: uses `work_item_live`. */
export const liveItem = (column: string, ...only: readonly LiveItemState[]) =>
  both(sql<SqlBool>`${sql.ref(column)} not in ('closed', 'cancelled')`, column, only);

/** Waiting work items: uses `work_item_line`, `work_item_waiting` and `work_item_kind`. */
export const isQueued = (column: string) => among(column, ['queued' satisfies WorkItemState]);

/** Transfers that have not ended: uses `transfer_one_running`. */
export const isRunningTransfer = (column: string) => among(column, ['pending', 'offered']);

/** Transfers that wait for an agent: uses `transfer_pending`. */
export const isPendingTransfer = (column: string) => among(column, ['pending']);

/** Deliveries still to be sent: uses `webhook_delivery_due`. */
export const isWaitingDelivery = (column: string) => among(column, ['waiting']);
