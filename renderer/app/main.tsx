/** The main window: starts the page, then the interface. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { watchBridge } from '../bridge/connection.ts';
import { loadDrafts } from '../conversation/send-message.ts';
import { openRequestedDeclines } from '../offers/answer-offer.ts';
import { followAddress } from '../state/address.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { startPage } from './start-page.ts';
import { useUi } from '../state/ui-store.ts';
import { followSnapshot } from '../workspace/follow-snapshot.ts';

watchBridge((status) => {
  if (status === 'connected') void loadDrafts();
});
// The customer panel fits beside the conversation only in a wide window.
useUi.setState({ panelOpen: matchMedia('(min-width: 1280px)').matches });
followSnapshot();
openRequestedDeclines();
listenForShortcuts();
followAddress();
await startPage();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
