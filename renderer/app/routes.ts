/** The pages of the application, in the order of the rail. A page is one line here and a component. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { supervises } from '#core/supervision/roles.ts';
import type { IconName } from '../controls/icon.tsx';
import { WorkPage } from '../work/work-page.tsx';

interface Page {
  readonly path: string;
  readonly name: 'nav.work' | 'nav.supervisor' | 'nav.setup' | 'nav.preferences';
  readonly icon: IconName;
  readonly component: ComponentType | LazyExoticComponent<ComponentType>;
  /** Whose rail shows it. */
  readonly offeredTo: (snapshot: AgentSnapshot) => boolean;
}

export const pages: readonly Page[] = [
  { path: 'work', name: 'nav.work', icon: 'work', component: WorkPage, offeredTo: () => true },
  {
    path: 'supervisor',
    name: 'nav.supervisor',
    icon: 'floor',
    component: lazy(() =>
      import('../supervisor/supervisor-page.tsx').then((page) => ({ default: page.SupervisorPage })),
    ),
    offeredTo: ({ agent }) => supervises(agent.roles),
  },
  {
    path: 'setup',
    name: 'nav.setup',
    icon: 'setup',
    component: lazy(() => import('../setup/setup-page.tsx').then((page) => ({ default: page.SetupPage }))),
    offeredTo: ({ agent }) => agent.roles.includes('admin'),
  },
  {
    path: 'preferences',
    name: 'nav.preferences',
    icon: 'preferences',
    component: lazy(() =>
      import('../preferences/preferences-page.tsx').then((page) => ({ default: page.PreferencesPage })),
    ),
    offeredTo: () => true,
  },
];
