/** The layer between a contract and its handlers: authorisation and typed errors; no other details leave the hub. */
import { ORPCError, os } from '@orpc/server';
import { ZodError } from 'zod';
import type { Caller, ProcedureMeta } from '#core/contract/base.ts';
import { AppError } from '#core/errors.ts';
import { formatText } from '#core/i18n/texts.ts';
import type { CustomerRight } from '../access/rights.ts';
import type { KeyHolder } from '../auth/api-keys.ts';
import type { SignedIn } from '../auth/sessions.ts';
import type { HubContext } from '../unit/context.ts';

/** Facts about the caller. */
export interface CallContext {
  readonly hub: HubContext;
  readonly who: SignedIn | null;
  /** The right to the conversation of the caller's token. */
  readonly customer: CustomerRight | null;
  /** The API key of the call. */
  readonly apiKey: KeyHolder | null;
  /** For rate limits. */
  readonly address: string;
  /** The caller's remaining quota and number of open streams; absent for internal calls. */
  readonly budget?: CallBudget;
}

/** The caller's limits, over all procedures. */
export interface CallBudget {
  /** @throws TOO_MANY */
  take(path: readonly string[]): void;
  /** Number of open streams. */
  streams: number;
}

/** Maximum number of concurrent streams per user, or per address for customers. */
const MAX_STREAMS = 256;

function callersOf(context: CallContext): ReadonlySet<Caller> {
  const callers = new Set<Caller>(['public']);
  if (context.who) for (const role of context.who.user.roles) callers.add(role);
  if (context.customer !== null) callers.add('customer');
  if (context.apiKey !== null) callers.add('api-key');
  return callers;
}

/** Maps our errors to the contract's; internal details are not sent. */
function toContractError(error: unknown, context: CallContext, path: readonly string[]): unknown {
  if (error instanceof AppError) {
    context.hub.metrics.requests.inc({ code: error.code });
    return new ORPCError(error.code, {
      defined: true,
      status: error.status,
      message: formatText('en', `errors.${error.code}`, error.params),
      data: error.params,
    });
  }
  if (error instanceof ORPCError) {
    if (error.code !== 'BAD_REQUEST') return error;
    return invalidInput(error, context);
  }
  if (context.hub.stopping) return new ORPCError('HUB_UNREACHABLE', { status: 503, data: {}, defined: true });
  const storage = context.hub.storage.noteFailure(error);
  if (storage !== null) return toContractError(new AppError(storage), context, path);
  context.hub.log.error({ err: error, path }, 'procedure failed');
  return new ORPCError('INTERNAL', {
    defined: true,
    status: 500,
    message: formatText('en', 'errors.INTERNAL'),
    data: {},
  });
}

/** A validation error names the field and the reason, in the contract's own error. */
function invalidInput(error: ORPCError<string, unknown>, context: CallContext): unknown {
  context.hub.metrics.requests.inc({ code: 'INVALID_INPUT' });
  const cause = error.cause as
    | { issues?: readonly { path?: readonly PropertyKey[]; message: string; params?: { code?: string } }[] }
    | undefined;
  const issue = (cause instanceof ZodError ? cause.issues : cause?.issues)?.[0] as
    | { path?: readonly PropertyKey[]; message: string; params?: { code?: string } }
    | undefined;
  if (issue?.params?.code === 'TOO_LARGE') {
    return new ORPCError('TOO_LARGE', {
      defined: true,
      status: 413,
      message: formatText('en', 'errors.TOO_LARGE'),
      data: {},
    });
  }
  const data = { field: issue?.path?.map(String).join('.') ?? '', problem: issue?.message ?? '' };
  return new ORPCError('INVALID_INPUT', {
    defined: true,
    status: 400,
    message: formatText('en', 'errors.INVALID_INPUT', data),
    data,
  });
}

/** PostgreSQL cannot store null characters in text, and no input needs them. @throws INVALID_INPUT with the field */
function refuseNullCharacters(input: unknown): void {
  const left: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: input }];
  for (let one = left.pop(); one; one = left.pop()) {
    const { path, value } = one;
    if (typeof value === 'string' && value.includes('\0'))
      throw new AppError('INVALID_INPUT', { field: path, problem: 'null character' });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      left.push({ path: path === '' ? key : `${path}.${key}`, value: inner });
      if (key.includes('\0')) throw new AppError('INVALID_INPUT', { field: path, problem: 'null character' });
    }
  }
}

const isStream = (output: unknown): output is AsyncGenerator =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/** Counts streams while they are open. @throws TOO_MANY above the limit */
function counted(stream: AsyncGenerator, { budget }: CallContext): AsyncGenerator {
  if (!budget) return stream;
  if (budget.streams >= MAX_STREAMS) {
    void stream.return(undefined);
    throw new AppError('TOO_MANY', { seconds: 10 });
  }
  return (async function* () {
    budget.streams += 1;
    try {
      yield* stream;
    } finally {
      budget.streams -= 1;
    }
  })();
}

/** The first middleware of every contract: checks the caller, and lets only typed errors out. */
export const guard = os
  .$context<CallContext>()
  .middleware(async ({ context, next, procedure, path }, input) => {
    const allowed = (procedure['~orpc'].meta as ProcedureMeta).callers ?? [];
    const callers = callersOf(context);
    try {
      if (!allowed.some((caller) => callers.has(caller)))
        throw new AppError(callers.size === 1 ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED');
      context.budget?.take(path);
      refuseNullCharacters(input);
      const result = await next();
      return isStream(result.output) ? { ...result, output: counted(result.output, context) } : result;
    } catch (error) {
      throw toContractError(error, context, path);
    }
  });
