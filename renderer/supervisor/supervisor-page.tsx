import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../state/ui-store.ts';
import { AgentsTab } from './agents/agents-tab.tsx';
import { useFloorStore, useFollowFloor } from './floor-store.ts';
import { QueuesTab } from './queues/queues-tab.tsx';
import { WorkTab } from './work/work-tab.tsx';
import css from './supervisor-page.module.css';

const tabs = ['agents', 'queues', 'work', 'wallboard', 'reports'] as const;

const components: Record<(typeof tabs)[number], ComponentType> = {
  agents: AgentsTab,
  queues: QueuesTab,
  work: WorkTab,
  wallboard: lazy(() => import('./wallboard/wallboard.tsx').then((page) => ({ default: page.Wallboard }))),
  reports: lazy(() => import('./reports/reports-tab.tsx').then((page) => ({ default: page.ReportsTab }))),
};

/** The supervisor's pages: the floor, the reasons, the actions. */
export function SupervisorPage() {
  const { t } = useTranslation();
  useFollowFloor();
  const known = useFloorStore(({ floor }) => floor !== null);
  const wanted = useUi((ui) => ui.place[0]);
  const place = tabs.find((tab) => tab === wanted) ?? 'agents';
  const Tab = components[place];
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t('nav.supervisor')}</h1>
        <nav aria-label={t('supervisor.navigation')} className={css.tabs}>
          {tabs.map((tab) => (
            <a key={tab} href={`#/supervisor/${tab}`} aria-current={tab === place ? 'page' : undefined}>
              {t(`supervisor.tabs.${tab}`)}
            </a>
          ))}
        </nav>
      </header>
      <Suspense fallback={null}>
        {known ? <Tab /> : <p className={css.loading}>{t('supervisor.loading')}</p>}
      </Suspense>
    </div>
  );
}
