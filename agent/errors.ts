/** Errors on their way from the hub to a window: the hub's own errors pass unchanged, all others get a code. */
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { AppError, type ErrorCode, errorStatuses } from '#core/errors.ts';

const Params = z.record(z.string(), z.union([z.string(), z.number()]));

/** The code of an error that can be shown to a user, whether the hub or the runtime raised it; `null` for any other. */
export function codeOf(error: unknown): ErrorCode | null {
  if (error instanceof AppError) return error.code;
  if (!(error instanceof ORPCError)) return null;
  if (Object.hasOwn(errorStatuses, error.code)) return error.code as ErrorCode;
  // The RPC library's code for an input that does not match its schema.
  return error.code === 'BAD_REQUEST' ? 'INVALID_INPUT' : null;
}

/** Whether the hub has answered, even with an error; otherwise it is unknown whether the call arrived. */
export const isHubAnswer = (error: unknown): boolean =>
  error instanceof ORPCError || error instanceof AppError;

/** An `AppError` with the code and parameters of the hub's error; other errors become `INTERNAL`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === null) return new AppError('INTERNAL');
  const params = error instanceof ORPCError && error.code === code ? Params.safeParse(error.data).data : {};
  return new AppError(code, params);
}

/** The error that the bridge returns: with the code, status and parameters of the hub. */
export function toBridgeError(error: unknown): ORPCError<ErrorCode, unknown> {
  const { code, status, params } = toAppError(error);
  return new ORPCError(code, { status, data: params });
}

/** A stream whose errors are converted to those of the bridge. */
export async function* withBridgeErrors<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw toBridgeError(error);
  }
}
