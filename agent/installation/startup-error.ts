/** Reasons why the application cannot start. */
import { formatText, type TextParams } from '#core/i18n/texts.ts';
import type { Language } from '#core/vocabulary.ts';

/** A reason why the application cannot start, as one sentence for the terminal. */
export class StartRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StartRefused';
  }
}

/** Each has a text under `start`; its variants are selected by `context`, like those of errors. */
export type StartCode =
  | 'DATA_UNUSABLE'
  | 'ALREADY_RUNNING'
  | 'NO_FREE_PORT'
  | 'HUB_FAILED'
  | 'HUB_FIXED'
  | 'POLICY_UNREADABLE'
  | 'POLICY_FOREIGN'
  | 'POLICY_WRITABLE'
  | 'POLICY_INVALID';

/** The same for a desktop user: its sentence is in `core/i18n` under `start.CODE`, in every language. */
export class StartupError extends StartRefused {
  readonly code: StartCode;
  readonly params: TextParams;

  constructor(code: StartCode, params: TextParams = {}) {
    super(formatText('en', `start.${code}`, params));
    this.code = code;
    this.params = params;
  }

  /** The sentence in this language; `message` is the English one. */
  sentence(language: Language): string {
    return formatText(language, `start.${this.code}`, this.params);
  }
}
