/**
 * What a new password must be (NIST SP 800-63B): long enough, not one that is in use everywhere, not made of the
 * person's own name. No rules about kinds of characters. Passwords that are set already keep working.
 */
import { Worker } from 'node:worker_threads';
import { MIN_PASSWORD_LENGTH } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { hashPassword } from './passwords.ts';
import type { StrengthAnswer, StrengthQuestion } from './strength-worker.ts';

/** Whose password it will be. */
export interface PasswordOwner {
  readonly username: string;
  readonly name: string;
}

/** So much must remain when the name of the person has been taken out. */
const MIN_LENGTH_WITHOUT_NAME = 6;

/** In a bundle the thread's program lies beside the hub's, as a file of the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'strength-worker.ts' : 'strength-worker.js',
  import.meta.url,
);

/** The hash of a password that may be set. @throws PASSWORD_WEAK, with what is wrong as its context */
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

/** Whether hardly anything remains without the names in it, forwards or backwards, and without spaces and marks. */
function littleButNames(text: string, names: readonly string[]): boolean {
  const backwards = names.map((name) => [...name].reverse().join(''));
  const rest = [...names, ...backwards].reduce((left, name) => left.replaceAll(name, ''), text);
  return rest !== text && rest.replace(/[\s\p{P}\p{S}]/gu, '').length < MIN_LENGTH_WITHOUT_NAME;
}

let running: Promise<unknown> = Promise.resolve();

/**
 * Asks a thread that lives for this one question: its word lists take 70 MB and a quarter of a second to load, which
 * must neither stay in the hub nor hold up agents. One at a time.
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
