import i18next from 'i18next';
import { type ErrorCode, errorStatuses } from '#core/errors.ts';
import { sentence } from './sentence.ts';

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorStatuses;

/** The code of an error answer, or `null` when the shell could not be reached at all. */
export function errorCode(error: unknown): ErrorCode | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (isErrorCode(error.code)) return error.code;
  return error.code === 'BAD_REQUEST' ? 'INVALID_INPUT' : 'INTERNAL';
}

/** The error, as a sentence in the user's language. */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  if (code === null) return i18next.t('app.away');
  const params = error instanceof Error && 'data' in error ? error.data : null;
  return sentence(`errors.${code}`, typeof params === 'object' ? { ...params } : {});
}
