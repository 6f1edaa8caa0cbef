/** Every procedure of the hub's contracts, found by walking them, so that additions are tested automatically. */
import { isContractProcedure } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { z } from 'zod';
import type { Caller, ProcedureMeta } from '#core/contract/base.ts';
import { customerContract } from '#core/contract/customer.ts';
import { hubContract } from '#core/contract/hub.ts';
import { intakeContract } from '#core/contract/intake.ts';
import { setupContract } from '#core/contract/setup.ts';
import { systemContract } from '#core/contract/setup-system.ts';
import { supervisorContract } from '#core/contract/supervisor.ts';
import { apiScopes } from '#core/setup/api-scopes.ts';
import type { Role } from '#core/vocabulary.ts';
import { agentRouter } from '#hub/http/agent/agent-router.ts';
import { customerRouter } from '#hub/http/customer-router.ts';
import { intakeRouter } from '#hub/http/intake-router.ts';
import { setupRouter } from '#hub/http/setup-router.ts';
import { systemRouter } from '#hub/http/system-router.ts';
import { supervisorRouter } from '#hub/http/supervisor-router.ts';
import type { CallContext } from '#hub/http/procedures.ts';
import type { World } from '../support/world.ts';

const contracts = {
  hub: hubContract,
  setup: { ...setupContract, ...systemContract },
  supervisor: supervisorContract,
  customer: customerContract,
  intake: intakeContract,
};

export interface Procedure {
  readonly name: string;
  readonly contract: keyof typeof contracts;
  readonly path: readonly string[];
  readonly callers: readonly Caller[];
  readonly input: z.ZodType;
}

function walk(contract: Procedure['contract'], node: object, path: readonly string[]): Procedure[] {
  if (!isContractProcedure(node))
    return Object.entries(node).flatMap(([key, child]) => walk(contract, child as object, [...path, key]));
  const { meta, inputSchema } = node['~orpc'];
  return [
    {
      name: [contract, ...path].join('.'),
      contract,
      path,
      callers: (meta as ProcedureMeta).callers ?? [],
      input: inputSchema as unknown as z.ZodType,
    },
  ];
}

export const procedures: readonly Procedure[] = Object.entries(contracts).flatMap(([name, contract]) =>
  walk(name as Procedure['contract'], contract, []),
);

/** A context with only what this kind of caller has. */
export function contextOf(world: World, caller: Caller, more: Partial<CallContext> = {}): CallContext {
  const { directory } = world.hub.services.context;
  const as = (role: Role) => ({ who: { user: { ...directory.user('ann'), roles: [role] }, tokenHash: '' } });
  const parts: Readonly<Record<Caller, Partial<CallContext>>> = {
    public: {},
    customer: { customer: { kind: 'customer', tokenHash: 'none', workItemId: 'none' } },
    'api-key': { apiKey: { id: 'key', name: 'key', scopes: apiScopes } },
    agent: as('agent'),
    supervisor: as('supervisor'),
    admin: as('admin'),
  };
  return world.callContext({ ...parts[caller], ...more });
}

/** Calls a procedure in the given context, with any input. */
export function call(
  world: World,
  procedure: Procedure,
  context: CallContext,
  input: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const { services } = world.hub;
  const routers = {
    hub: agentRouter,
    setup: (of: typeof services) => ({ ...setupRouter(of), ...systemRouter(of) }),
    supervisor: supervisorRouter,
    customer: customerRouter,
    intake: intakeRouter,
  };
  const router = routers[procedure.contract](services) as ReturnType<typeof agentRouter>;
  let client: unknown = createRouterClient(router, { context });
  for (const key of procedure.path) client = (client as Record<string, unknown>)[key];
  return (client as (input: unknown, options: { signal?: AbortSignal }) => Promise<unknown>)(
    input,
    signal ? { signal } : {},
  );
}
