import { type ComponentType, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useUi } from '../state/ui-store.ts';
import { ConfigurationsPage } from './configurations/configurations-page.tsx';
import { DeclineReasonsPage } from './decline-reasons/decline-reasons-page.tsx';
import { ChannelsPage } from './channels/channels-page.tsx';
import { followSetupSnapshot, loadSetupSnapshot, useSetupStore } from './setup-snapshot.ts';
import { navigation, pageOf, pathTo, type Place, places } from './places.ts';
import { ProfilesPage } from './people/profiles-page.tsx';
import { UsersPage } from './people/users-page.tsx';
import { QueuesPage } from './queues/queues-page.tsx';
import { RoutingPage } from './queues/routing-page.tsx';
import { StatusesPage } from './statuses/statuses-page.tsx';
import { systemPages } from './system-pages.ts';
import page from './pages.module.css';
import css from './setup-page.module.css';

const components: Record<Place, ComponentType> = {
  statuses: StatusesPage,
  configurations: ConfigurationsPage,
  'decline-reasons': DeclineReasonsPage,
  users: UsersPage,
  profiles: ProfilesPage,
  channels: ChannelsPage,
  queues: QueuesPage,
  routing: RoutingPage,
  ...systemPages,
};

/** Setup: its own navigation, and the page of one noun. */
export function SetupPage() {
  const { t } = useTranslation();
  const wanted = useUi((ui) => ui.place[0]);
  const { picture, problem } = useSetupStore();
  const known = picture !== null;
  useEffect(() => followSetupSnapshot(), []);
  const place = places.find((one) => one === wanted) ?? places[0];
  const Page = components[place];
  return (
    <div className={css.setup}>
      <nav aria-label={t('setup.navigation')} className={css.navigation}>
        {navigation.map(({ group, pages }) => (
          <section key={group} aria-label={t(`setup.groups.${group}`)}>
            <h2>{t(`setup.groups.${group}`)}</h2>
            {pages.map((one) => (
              <a
                key={one}
                href={`#/${pathTo(one)}`}
                aria-current={one === pageOf(place) ? 'page' : undefined}
              >
                {t(`setup.places.${one}`)}
              </a>
            ))}
          </section>
        ))}
      </nav>
      <div className={css.page}>
        <div className={css.column}>
          {problem !== null && (
            <p role="alert" className={page.problem}>
              {problem} <Button onClick={() => void loadSetupSnapshot()}>{t('setup.tryAgain')}</Button>
            </p>
          )}
          {known ? <Page /> : problem === null && <p>{t('setup.loading')}</p>}
        </div>
      </div>
    </div>
  );
}
