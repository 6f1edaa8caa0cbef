/** What every procedure of every contract shares: who may call it, and its typed errors. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { type ErrorCode, errorStatuses } from '../errors.ts';
import { Id } from '../vocabulary.ts';

/**
 * Who may call a procedure. `public` = any caller that reaches the hub; `customer` = the holder of a conversation's
 * token; `api-key` = an integrator; the others are roles of a signed-in user.
 */
export type Caller = 'public' | 'customer' | 'api-key' | 'agent' | 'supervisor' | 'admin';
export interface ProcedureMeta {
  /** A procedure that declares no audience rejects every call. */
  readonly callers?: readonly Caller[];
}

const errorMap = Object.fromEntries(
  Object.entries(errorStatuses).map(([code, status]) => [
    code,
    { status, data: z.record(z.string(), z.union([z.string(), z.number()])) },
  ]),
) as {
  readonly [Code in ErrorCode]: {
    readonly status: (typeof errorStatuses)[Code];
    readonly data: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>>;
  };
};

/** Start of every contract procedure: `procedure('agent').input(…).output(…)`. */
export const procedure = (...callers: Caller[]) =>
  oc.$meta<ProcedureMeta>({}).errors(errorMap).meta({ callers });

/**
 * Every command carries an id. A command that arrives again with the same id is executed once and gets the same answer.
 */
export const Command = z.object({ commandId: Id });
export const Done = z.object({ version: z.number().int().nonnegative() });
