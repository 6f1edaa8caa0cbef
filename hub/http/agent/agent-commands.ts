/** Shared by the agents' commands: the caller, the agent's row, and the agent's own work. */
import { AppError } from '#core/errors.ts';
import type { SignedIn } from '../../auth/sessions.ts';
import type { AgentWorkRow } from '../../ledger/terms.ts';
import { command } from '../../unit/commands.ts';
import type { HubContext } from '../../unit/context.ts';
import type { AgentRow, Unit } from '../../unit/unit.ts';
import { requireOwnWork } from '../../work/open-work.ts';
import type { CallContext } from '../procedures.ts';

/** The signed-in caller; the contract's roles guarantee one. */
export function signedIn({ who }: CallContext): SignedIn {
  if (!who) throw new AppError('NOT_SIGNED_IN');
  return who;
}

/** The id of the signed-in caller. */
export const agentId = (context: CallContext): string => signedIn(context).user.id;

interface Call<Input> {
  readonly input: Input;
  readonly context: CallContext;
}
interface OnAgent {
  readonly commandId: string;
}
interface OnWork extends OnAgent {
  readonly agentWorkId: string;
}
type Answer = Promise<{ version: number }>;

/** Makes command handlers: each runs once per `commandId` and returns the new version. */
export function agentCommands(hub: HubContext) {
  /** A command on the agent's own row. */
  const onAgent =
    <Input extends OnAgent>(work: (unit: Unit, agent: AgentRow, input: Input) => Promise<void> | void) =>
    ({ input, context }: Call<Input>): Answer => {
      const id = agentId(context);
      return command(hub, id, input.commandId, async (unit) => work(unit, await unit.agent(id), input));
    };

  /** A command on the agent's own work in one of these states. @throws NOT_FOUND, CONVERSATION_ENDED, WRAP_UP_OVER */
  const onWork = <Input extends OnWork>(
    states: readonly AgentWorkRow['state'][],
    work: (unit: Unit, agent: AgentRow, row: AgentWorkRow, input: Input) => Promise<void>,
  ) =>
    onAgent<Input>(async (unit, agent, input) =>
      work(unit, agent, await requireOwnWork(unit, agent, input.agentWorkId, states), input),
    );

  return { onAgent, onWork };
}
