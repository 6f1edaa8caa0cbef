import { Suspense } from 'react';
import { OffersRegion } from '../offers/offers-region.tsx';
import { PresenceBar } from '../presence/presence-bar.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { Alarms } from '../alarms/alarms.tsx';
import { Dialogs } from './dialogs.tsx';
import { Rail } from './rail.tsx';
import { pages } from './routes.ts';
import { Toasts } from '../controls/toasts.tsx';
import css from './app-frame.module.css';

/** The window: rail, presence on top, alarms, the page. */
export function AppFrame() {
  const route = useUi((ui) => ui.route);
  const snapshot = useSnapshot((whole) => whole);
  const page = pages.find(({ path, offeredTo }) => path === route && offeredTo(snapshot)) ?? pages[0];
  const Page = page?.component;
  return (
    <div className={css.frame}>
      <Rail />
      <div className={css.body}>
        <PresenceBar />
        <div className={css.alarms}>
          <Alarms />
        </div>
        <div className={css.middle}>
          {page?.path !== 'work' && <OffersRegion place="beside" />}
          <main className={css.page}>
            <Suspense fallback={null}>{Page && <Page />}</Suspense>
          </main>
        </div>
      </div>
      <Dialogs />
      <Toasts />
    </div>
  );
}
