/**
 * Requirements for a new password (NIST SP 800-63B): long enough, not commonly used, not made of the user's own name.
 * No rules about character classes. Existing passwords keep working.
 */
import { Worker } from 'node:worker_threads';
import { MIN_PASSWORD_LENGTH } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { hashPassword } from './passwords.ts';
import type { StrengthAnswer, StrengthQuestion } from './strength-worker.ts';

/** The user whose password it becomes. */
export interface PasswordOwner {
  readonly username: string;
  readonly name: string;
}

/** Minimum number of characters left after removing the user's names. */
const MIN_LENGTH_WITHOUT_NAME = 6;

/** In a bundle the worker is next to the hub's file, under the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'strength-worker.ts' : 'strength-worker.js',
  import.meta.url,
);

/** The hash of an acceptable password. @throws PASSWORD_WEAK, with the reason as its context */
export async function hashNewPassword(password: string, owner: PasswordOwner): Promise<string> {
  await checkNewPassword(password, owner);
  return hashPassword(password);
}

/** @throws PASSWORD_WEAK with the context `short`, `name`, or `guessable` */
export async function checkNewPassword(password: string, owner: PasswordOwner): Promise<void> {
  const text = password.normalize('NFKC');
  if ([...text].length < MIN_PASSWORD_LENGTH)
    throw new AppError('PASSWORD_WEAK', { context: 'short', least: MIN_PASSWORD_LENGTH });
  const names = namesOf(owner);
  if (littleButNames(text.toLowerCase(), names)) throw new AppError('PASSWORD_WEAK', { context: 'name' });
  if (!(await strongEnough({ password: text, words: [...names, 'onqueue'] })))
    throw new AppError('PASSWORD_WEAK', { context: 'guessable' });
}

/** The names and their parts, the longest first. */
function namesOf({ username, name }: PasswordOwner): string[] {
  const whole = [username, name].map((one) => one.normalize('NFKC').toLowerCase());
  const parts = whole.flatMap((one) => [one, one.replace(/\s+/g, ''), ...one.split(/[\s._@-]+/)]);
  return [...new Set(parts)].filter((one) => one.length >= 3).sort((a, b) => b.length - a.length);
}

/** Whether hardly anything remains without the names, forwards or backwards, ignoring spaces and punctuation. */
function littleButNames(text: string, names: readonly string[]): boolean {
  const backwards = names.map((name) => [...name].reverse().join(''));
  const rest = [...names, ...backwards].reduce((left, name) => left.replaceAll(name, ''), text);
  return rest !== text && rest.replace(/[\s\p{P}\p{S}]/gu, '').length < MIN_LENGTH_WITHOUT_NAME;
}

let running: Promise<unknown> = Promise.resolve();

/**
 * Runs one check in a short-lived worker: its word lists take 70 MB and a quarter of a second to load, which must
 * neither stay in the hub's memory nor delay agents. One at a time.
 */
function strongEnough(workerData: StrengthQuestion): Promise<boolean> {
  const answer = running.then(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const worker = new Worker(program, { workerData, execArgv: [] });
        worker.once('message', ({ strong }: StrengthAnswer) => resolve(strong));
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('the check of a password ended without an answer')));
      }),
  );
  running = answer.catch(() => undefined);
  return answer;
}
