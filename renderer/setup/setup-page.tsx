import { type ComponentType, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useUi } from '../state/ui-store.ts';
import { ConfigurationsPage } from './configurations/configurations-page.tsx';
import { DeclineReasonsPage } from './decline-reasons/decline-reasons-page.tsx';
import { loadPicture, usePictureStore } from './picture.ts';
import { pathTo, type Place, places } from './places.ts';
import { StatusesPage } from './statuses/statuses-page.tsx';
import { systemPages } from './system-pages.ts';
import css from './setup-page.module.css';

const components: Record<Place, ComponentType> = {
  statuses: StatusesPage,
  configurations: ConfigurationsPage,
  'decline-reasons': DeclineReasonsPage,
  ...systemPages,
};

/** Setup: its own navigation, and the page of one noun. */
export function SetupPage() {
  const { t } = useTranslation();
  const wanted = useUi((ui) => ui.place[0]);
  const { picture, problem } = usePictureStore();
  const known = picture !== null;
  useEffect(() => {
    if (!known) void loadPicture();
  }, [known]);
  const place = places.find((one) => one === wanted) ?? places[0];
  const Page = components[place];
  return (
    <div className={css.setup}>
      <nav aria-label={t('setup.navigation')} className={css.navigation}>
        {places.map((one) => (
          <a key={one} href={`#/${pathTo(one)}`} aria-current={one === place ? 'page' : undefined}>
            {t(`setup.places.${one}`)}
          </a>
        ))}
      </nav>
      <div className={css.page}>
        <div className={css.column}>
          {problem !== null && (
            <p role="alert" className={css.problem}>
              {problem} <Button onClick={() => void loadPicture()}>{t('setup.tryAgain')}</Button>
            </p>
          )}
          {known ? <Page /> : problem === null && <p>{t('setup.loading')}</p>}
        </div>
      </div>
    </div>
  );
}
