import i18next from 'i18next';
import { type TextKey, textOptions, type TextParams } from '#core/i18n/texts.ts';

/** A domain sentence, with the hub's parameters unchanged. */
export const sentence = (key: TextKey, params: TextParams = {}): string =>
  (i18next.t as (key: string, options: object) => string)(key, textOptions(params));
