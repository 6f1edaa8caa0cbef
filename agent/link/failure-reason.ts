/** Why a connection failed or ended, as a short text for support. */
import { ZodError } from 'zod';
import { codeOf } from '../errors.ts';
import { HubRefused, TokenRefused } from './hub-socket.ts';

/** Contains nothing that was sent or received: only codes and the system's own messages. */
export function failureReason(error: unknown): string {
  if (error instanceof HubRefused) return error.trouble;
  if (error instanceof TokenRefused) return 'the hub has refused the token';
  if (error instanceof ZodError)
    return `the hub has sent what cannot be read (${error.issues[0]?.path.join('.') ?? ''})`;
  const code = codeOf(error);
  if (code !== null) return code;
  if (!(error instanceof Error)) return 'not known';
  const system = (error as NodeJS.ErrnoException).code;
  // A name with several addresses fails with the errors of all of them.
  if (error instanceof AggregateError && error.message === '')
    return system ?? failureReason(error.errors[0]);
  return system === undefined || error.message.includes(system)
    ? error.message
    : `${system}: ${error.message}`;
}
