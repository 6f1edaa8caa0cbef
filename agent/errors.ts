/** Errors on their way from the hub to a window: the hub's own answers pass unchanged, everything else gets a code. */
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { AppError, type ErrorCode, errorStatuses } from '#core/errors.ts';

const Params = z.record(z.string(), z.union([z.string(), z.number()]));

/** The code of an error that a person may see, whether the hub or the runtime made it; `null` for any other. */
export function codeOf(error: unknown): ErrorCode | null {
  if (error instanceof AppError) return error.code;
  if (!(error instanceof ORPCError)) return null;
  if (Object.hasOwn(errorStatuses, error.code)) return error.code as ErrorCode;
  // What the RPC library says when an input does not fit its schema.
  return error.code === 'BAD_REQUEST' ? 'INVALID_INPUT' : null;
}

/** The hub has answered, if only with a refusal; anything else means that nobody knows whether it heard us. */
export const isHubAnswer = (error: unknown): boolean =>
  error instanceof ORPCError || error instanceof AppError;

/** An `AppError` of the same code and parameters as the hub's answer; other errors become `INTERNAL`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === null) return new AppError('INTERNAL');
  const params = error instanceof ORPCError && error.code === code ? Params.safeParse(error.data).data : {};
  return new AppError(code, params);
}

/** What a bridge answers: the same code, status and parameters that the hub gave. */
export function toBridgeError(error: unknown): ORPCError<ErrorCode, unknown> {
  const { code, status, params } = toAppError(error);
  return new ORPCError(code, { status, data: params });
}

/** A stream whose errors leave as the bridge answers them. */
export async function* withBridgeErrors<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw toBridgeError(error);
  }
}
