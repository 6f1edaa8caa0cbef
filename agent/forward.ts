/** Forwards procedures of the bridge to the hub, at the same path and with the same input. */
import {
  type AnyContractProcedure,
  type AnyContractRouter,
  type ContractProcedure,
  getContractRouter,
  getEventIteratorSchemaDetails,
  type InferSchemaInput,
  type InferSchemaOutput,
  isContractProcedure,
} from '@orpc/contract';
import { implement, type Procedure } from '@orpc/server';
import { z } from 'zod';
import type { HubCalls } from './commands/hub-calls.ts';

type NoContext = Record<never, never>;

/**
 * The procedures of `Bridge` that the hub has at the same path: the hub takes their input, with a `commandId` if it
 * requires one, and returns their output. Streams and everything else are excluded, so the router does not compile
 * without implementing them.
 */
export type Forwarded<Bridge, Hub> = {
  [
    Key in keyof Bridge & keyof Hub as [ForwardedEntry<Bridge[Key], Hub[Key]>] extends [never] ? never : Key
  ]: ForwardedEntry<Bridge[Key], Hub[Key]>;
};

type ForwardedEntry<Bridge, Hub> =
  Bridge extends ContractProcedure<infer Input, infer Output, infer Errors, infer Meta>
    ? Hub extends ContractProcedure<infer HubInput, infer HubOutput, infer _Errors, infer _Meta>
      ? InferSchemaOutput<Output> extends AsyncIterable<unknown>
        ? never
        : [InferSchemaOutput<Input> & { commandId: string }, InferSchemaOutput<HubOutput>] extends [
              InferSchemaInput<HubInput>,
              InferSchemaInput<Output>,
            ]
          ? Procedure<NoContext, NoContext, Input, Output, Errors, Meta>
          : never
      : never
    : Forwarded<Bridge, Hub>;

/**
 * Implements the procedures in `Forwarded`. A procedure is a command, with an id of its own, when the hub's input has a
 * `commandId` and the bridge's does not; otherwise it is a query. Errors are those of `HubCalls`.
 */
export function forward<Bridge extends AnyContractRouter, Hub extends AnyContractRouter>(
  bridge: Bridge,
  hub: Hub,
  calls: HubCalls,
): Forwarded<Bridge, Hub> {
  const forwardEntry = (entry: AnyContractRouter, path: readonly string[]): unknown => {
    if (!isContractProcedure(entry)) {
      const entries = Object.entries(entry).map(([key, below]) => [key, forwardEntry(below, [...path, key])]);
      return Object.fromEntries(entries.filter(([, below]) => below !== undefined)) as object;
    }
    const target = getContractRouter(hub, path);
    const streams = getEventIteratorSchemaDetails(entry['~orpc'].outputSchema) !== undefined;
    if (streams || !isContractProcedure(target)) return undefined;
    const command = takesCommandId(target) && !takesCommandId(entry);
    return implement(entry).handler(({ input }) =>
      command
        ? calls.command((client, commandId) => procedureAt(client, path)({ ...(input as object), commandId }))
        : calls.ask((client) => procedureAt(client, path)(input)),
    );
  };
  return forwardEntry(bridge, []) as Forwarded<Bridge, Hub>;
}

function takesCommandId(procedure: AnyContractProcedure): boolean {
  const schema: unknown = procedure['~orpc'].inputSchema;
  return schema instanceof z.ZodObject && 'commandId' in schema.shape;
}

function procedureAt(client: object, path: readonly string[]): (input: unknown) => Promise<unknown> {
  let at: unknown = client;
  for (const key of path) at = (at as Readonly<Record<string, unknown>>)[key];
  return at as (input: unknown) => Promise<unknown>;
}
