/** The application's questions and messages outside of its windows, in the user's language. */
import type { Dialog } from 'electron';
import { errorText } from '#core/i18n/texts.ts';
import type { AppError } from '#core/errors.ts';
import type { Language } from '#core/vocabulary.ts';
import { version } from './installation.ts';
import type { CheckResult } from './updates/updates.ts';
import { shellTexts } from './shell-texts.ts';

export class Dialogs {
  readonly #dialog: Pick<Dialog, 'showMessageBox'>;
  readonly #language: () => Language;

  constructor(dialog: Pick<Dialog, 'showMessageBox'>, language: () => Language) {
    this.#dialog = dialog;
    this.#language = language;
  }

  /** Whether to quit although conversations are open. */
  mayQuit(): Promise<boolean> {
    const { quitTitle, quitDetail, quit, stay } = this.#words;
    return this.#ask({ message: quitTitle, detail: quitDetail, yes: quit, no: stay });
  }

  /** Whether the work that `refusal` concerns may be handed over. */
  mayHandOver(refusal: AppError): Promise<boolean> {
    const { handOver, cancel } = this.#words;
    return this.#ask({ message: errorText(this.#language(), refusal), yes: handOver, no: cancel });
  }

  refused(refusal: AppError): void {
    void this.#dialog.showMessageBox({ type: 'warning', message: errorText(this.#language(), refusal) });
  }

  /** The result of a check for new versions; `null` = the server could not be reached. */
  async found(found: CheckResult | null): Promise<void> {
    await this.#dialog.showMessageBox({ type: 'info', message: this.#foundWords(found) });
  }

  #foundWords(found: CheckResult | null): string {
    const words = this.#words;
    switch (found?.what) {
      case undefined:
        return words.updateFailed;
      case 'off':
        return words.updatesOff;
      case 'new':
        return found.unasked ? words.updateFetched(found.version) : words.updateAsks(found.version);
      case 'nothing-new':
        return words.upToDate(version);
    }
  }

  get #words() {
    return shellTexts(this.#language());
  }

  /** Enter and Escape give the harmless answer. */
  async #ask(question: { message: string; detail?: string; yes: string; no: string }): Promise<boolean> {
    const { message, detail, yes, no } = question;
    const { response } = await this.#dialog.showMessageBox({
      type: 'question',
      message,
      ...(detail !== undefined && { detail }),
      buttons: [yes, no],
      defaultId: 1,
      cancelId: 1,
    });
    return response === 0;
  }
}
