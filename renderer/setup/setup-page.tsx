import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useUi } from '../state/ui-store.ts';
import { navigation, pages, placeNamed } from './pages.ts';
import { pathTo } from './places.ts';
import { followSetupSnapshot, loadSetupSnapshot, useSetupStore } from './setup-snapshot.ts';
import pagesCss from './pages.module.css';
import css from './setup-page.module.css';

/** Setup: its own navigation, and the page of one noun. */
export function SetupPage() {
  const { t } = useTranslation();
  const wanted = useUi((ui) => ui.place[0]);
  const { picture, problem } = useSetupStore();
  const known = picture !== null;
  useEffect(() => followSetupSnapshot(), []);
  const place = placeNamed(wanted);
  const { of: page = place, Page } = pages[place];
  return (
    <div className={css.setup}>
      <nav aria-label={t('setup.navigation')} className={css.navigation}>
        {navigation.map(({ group, places }) => (
          <section key={group} aria-label={t(`setup.groups.${group}`)}>
            <h2>{t(`setup.groups.${group}`)}</h2>
            {places.map((one) => (
              <a key={one} href={`#/${pathTo(one)}`} aria-current={one === page ? 'page' : undefined}>
                {t(`setup.places.${one}`)}
              </a>
            ))}
          </section>
        ))}
      </nav>
      <div className={css.page}>
        <div className={css.column}>
          {problem !== null && (
            <p role="alert" className={pagesCss.problem}>
              {problem} <Button onClick={() => void loadSetupSnapshot()}>{t('setup.tryAgain')}</Button>
            </p>
          )}
          {known ? <Page /> : problem === null && <p>{t('setup.loading')}</p>}
        </div>
      </div>
    </div>
  );
}
