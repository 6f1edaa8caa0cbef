/** Common start of every page: texts, connection to the shell, mirror, sound. */
import '../styles/tokens.css';
import '../styles/base.css';
import { bridge, follow, keepConnected, watchBridge } from '../bridge/connection.ts';
import { startI18n, systemLanguage } from '../i18n/setup.ts';
import { followAppearance } from './appearance.ts';
import { reportAttention } from '../bridge/attention.ts';
import { followCues } from '../sound/follow-cues.ts';
import { receiveMirror } from '../state/mirror-store.ts';
import { useUi, windowId } from '../state/ui-store.ts';

/** Starts the page; resolves when the texts are ready to draw. */
export async function startPage(): Promise<void> {
  await startI18n(systemLanguage());
  watchBridge((status) => useUi.setState({ bridge: status }));
  followAppearance();
  followCues();
  const reportAgain = reportAttention();
  void keepConnected();
  void follow(
    new AbortController().signal,
    (signal) => bridge.mirror.watch({ windowId }, { signal }),
    (mirror, first) => {
      receiveMirror(mirror, first);
      if (first) reportAgain();
    },
  );
}
