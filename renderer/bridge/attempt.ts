import { errorText } from '../i18n/error-text.ts';
import { say } from '../state/ui-store.ts';

/** Runs a command; shows an error as text. True = it succeeded. */
export async function attempt(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    say(errorText(error), 'problem');
    return false;
  }
}
