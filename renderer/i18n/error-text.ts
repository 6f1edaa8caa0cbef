import i18next from 'i18next';
import { coreEn } from './core-en.ts';

type ErrorKey = keyof typeof coreEn.errors;
const isErrorKey = (code: unknown): code is ErrorKey => typeof code === 'string' && code in coreEn.errors;

/** The code of an error answer, or `null` when the shell could not be asked at all. */
export function errorCode(error: unknown): ErrorKey | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (isErrorKey(error.code)) return error.code;
  return error.code === 'BAD_REQUEST' ? 'INVALID_INPUT' : 'INTERNAL';
}

/** What went wrong, as a sentence in the reader's language. */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  if (code === null) return i18next.t('app.away');
  const params =
    error instanceof Error && 'data' in error && typeof error.data === 'object' ? error.data : {};
  return i18next.t(`errors.${code}`, { ...params });
}
