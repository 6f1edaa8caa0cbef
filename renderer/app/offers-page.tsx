/** The small window that the desktop shell shows while there are offers. It never requests the focus. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { bridge } from '../bridge/connection.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { Toasts } from '../controls/toasts.tsx';
import { startPage } from './start-page.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { useUi, windowId } from '../state/ui-store.ts';
import { openRequestedDeclines } from '../offers/answer-offer.ts';
import { OffersRegion } from '../offers/offers-region.tsx';
import css from './offers-page.module.css';

function OffersPage() {
  const ready = useMirrorStore(({ mirror }) => (mirror?.snapshot ?? null) !== null);
  return (
    <CSPProvider disableStyleElements>
      <main className={css.page}>
        <div ref={fitWindow}>{ready && <OffersRegion place="window" />}</div>
      </main>
      <Toasts />
    </CSPProvider>
  );
}

/** Reports the height of the content to the shell, now and on every change. */
function fitWindow(content: HTMLElement | null): (() => void) | undefined {
  if (!content) return undefined;
  const observer = new ResizeObserver(() => {
    bridge.window.fit({ windowId, height: Math.ceil(content.scrollHeight) }).catch(() => {});
  });
  observer.observe(content);
  return () => observer.disconnect();
}

useUi.setState({ route: 'offers' });
openRequestedDeclines();
listenForShortcuts();
await startPage();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <OffersPage />
    </StrictMode>,
  );
