/**
 * Conditions on the states of work, said once, with the states as literals in the statement. SQLite uses an index of
 * what is live only when the statement itself says that it wants nothing else: a bound parameter, or a part of the live
 * states without the whole list, would make it walk through everything that is over.
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

/** Agent work that is live, or in some of the live states: found by `agent_work_live`. */
export const liveWork = (column: string, ...only: readonly LiveWorkState[]) =>
  both(among(column, liveAgentWorkStates), column, only);

/** The one offer of a work item, if there is one: found by `agent_work_one_offer`. */
export const isOffered = (column: string) => among(column, ['offered' satisfies AgentWorkState]);

/** Work items that are not over, or in some of the live states: found by `work_item_live`. */
export const liveItem = (column: string, ...only: readonly LiveItemState[]) =>
  both(sql<SqlBool>`${sql.ref(column)} not in ('closed', 'cancelled')`, column, only);

/** Work items in the line: found by `work_item_line`, `work_item_waiting` and `work_item_kind`. */
export const isQueued = (column: string) => among(column, ['queued' satisfies WorkItemState]);

/** Transfers that have not come to an end: found by `transfer_one_running`. */
export const isRunningTransfer = (column: string) => among(column, ['pending', 'offered']);

/** Transfers that wait for an agent: found by `transfer_pending`. */
export const isPendingTransfer = (column: string) => among(column, ['pending']);

/** Deliveries that are still to be sent: found by `webhook_delivery_due`. */
export const isWaitingDelivery = (column: string) => among(column, ['waiting']);
