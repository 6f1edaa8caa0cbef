import { errorText } from '../i18n/error-text.ts';
import { say } from '../state/ui-store.ts';

/** Carries out a command; says in words what went wrong. True = it was done. */
export async function attempt(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    say(errorText(error), 'problem');
    return false;
  }
}
