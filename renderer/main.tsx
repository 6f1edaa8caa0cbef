/** Starts the page: texts, line to the shell, mirror, sound, then the interface. */
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridge, follow, keepConnected, watchBridge } from './bridge/connection.ts';
import { loadDrafts } from './conversation/send-message.ts';
import { startI18n, systemLanguage } from './i18n/setup.ts';
import { followAppearance } from './shell/appearance.ts';
import { reportAttention } from './shell/attention.ts';
import { followAddress } from './shell/address.ts';
import { listenForShortcuts } from './shell/shortcuts.ts';
import { followCues } from './sound/follow-cues.ts';
import { receiveMirror } from './state/mirror-store.ts';
import { useUi, windowId } from './state/ui-store.ts';
import { followSnapshot } from './work/follow-snapshot.ts';

await startI18n(systemLanguage());
watchBridge((status) => {
  useUi.setState({ bridge: status });
  if (status === 'connected') void loadDrafts();
});
// Beside the conversation there is room for the customer only in a wide window.
useUi.setState({ panelOpen: matchMedia('(min-width: 1280px)').matches });
followAppearance();
followSnapshot();
followCues();
reportAttention();
listenForShortcuts();
void keepConnected();
void follow(
  new AbortController().signal,
  (signal) => bridge.mirror.watch({ windowId }, { signal }),
  receiveMirror,
);
followAddress();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
