/** Language, theme and title of the page follow the mirror. */
import i18next from 'i18next';
import { speak, systemLanguage } from '../i18n/setup.ts';
import { useMirrorStore } from '../state/mirror-store.ts';

export function followAppearance(): void {
  useMirrorStore.subscribe(({ mirror }) => {
    if (!mirror) return;
    const { language, theme } = mirror.settings;
    speak(language === 'system' ? systemLanguage() : language);
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    const offers = mirror.snapshot?.offers ?? [];
    const [first] = offers;
    document.title = first
      ? `(${offers.length}) ${i18next.t('offers.article', { channel: first.channel.name, customer: first.customer })} – OnQueue`
      : 'OnQueue';
  });
}
