/** Starts i18next with both languages in the bundle: switching never waits for the network. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#core/vocabulary.ts';
import { texts } from '#core/i18n/texts.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en & typeof texts.en };
  }
}

/** The operating system's language, if we support it. */
export const systemLanguage = (): Language => (navigator.language.startsWith('ko') ? 'ko' : 'en');

export const startI18n = (language: Language) => {
  document.documentElement.lang = language;
  return i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: { ...texts.en, ...en } }, ko: { translation: { ...texts.ko, ...ko } } },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => '',
  });
};

/** Switches every text of the page, and notifies assistive technology. */
export function speak(language: Language): void {
  if (i18next.language === language) return;
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
