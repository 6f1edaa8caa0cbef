/** The pages of Setup, in the order of its navigation. */
import { type ComponentType, lazy } from 'react';
import { ChannelsPage } from './channels/channels-page.tsx';
import { ConfigurationsPage } from './configurations/configurations-page.tsx';
import { DeclineReasonsPage } from './decline-reasons/decline-reasons-page.tsx';
import { ProfilesPage } from './people/profiles-page.tsx';
import { UsersPage } from './people/users-page.tsx';
import type { Place } from './places.ts';
import { QueuesPage } from './queues/queues-page.tsx';
import { RoutingPage } from './queues/routing-page.tsx';
import { StatusesPage } from './statuses/statuses-page.tsx';

interface SetupPageDescriptor {
  /** The group of the navigation; `null` = a second list of the page `of`. */
  readonly group: 'presence' | 'people' | 'work' | 'system' | null;
  readonly of?: Place;
  readonly Page: ComponentType;
}

/** The pages about the hub as a whole are loaded when they are opened. */
export const pages: Readonly<Record<Place, SetupPageDescriptor>> = {
  statuses: { group: 'presence', Page: StatusesPage },
  configurations: { group: 'presence', Page: ConfigurationsPage },
  'decline-reasons': { group: 'presence', Page: DeclineReasonsPage },
  users: { group: 'people', Page: UsersPage },
  profiles: { group: 'people', Page: ProfilesPage },
  channels: { group: 'work', Page: ChannelsPage },
  queues: { group: 'work', Page: QueuesPage },
  routing: { group: null, of: 'queues', Page: RoutingPage },
  import: {
    group: 'system',
    Page: lazy(() => import('./import/import-page.tsx').then((page) => ({ default: page.ImportPage }))),
  },
  'api-keys': {
    group: 'system',
    Page: lazy(() => import('./api-keys/api-keys-page.tsx').then((page) => ({ default: page.ApiKeysPage }))),
  },
  'signing-keys': {
    group: 'system',
    Page: lazy(() =>
      import('./signing-keys/signing-keys-page.tsx').then((page) => ({ default: page.SigningKeysPage })),
    ),
  },
  webhooks: {
    group: 'system',
    Page: lazy(() => import('./webhooks/webhooks-page.tsx').then((page) => ({ default: page.WebhooksPage }))),
  },
  audit: {
    group: 'system',
    Page: lazy(() => import('./audit/audit-page.tsx').then((page) => ({ default: page.AuditPage }))),
  },
};

const places = Object.keys(pages) as Place[];
const FIRST_PLACE = places[0]!;

/** The place that an address names; the first one when it names none. */
export const placeNamed = (name: string | undefined): Place =>
  places.find((place) => place === name) ?? FIRST_PLACE;

/** Setup's navigation, in groups. */
export const navigation = (['presence', 'people', 'work', 'system'] as const).map((group) => ({
  group,
  places: places.filter((place) => pages[place].group === group),
}));
