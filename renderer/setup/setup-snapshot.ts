/** The snapshot of Setup, as the hub publishes it while Setup is open: every open page shows every change. */
import { create } from 'zustand';
import type { SetupSnapshot } from '#core/contract/setup.ts';
import { withChanges } from '#core/setup/snapshot-changes.ts';
import { bridge, follow } from '../bridge/connection.ts';
import { errorText } from '../i18n/error-text.ts';

interface PictureState {
  readonly picture: SetupSnapshot | null;
  /** The error that prevented reading it, as text. */
  readonly problem: string | null;
}

export const useSetupStore = create<PictureState>(() => ({ picture: null, problem: null }));

/** Keeps the snapshot up to date until it is stopped; returns an unsubscribe function. */
export function followSetupSnapshot(): () => void {
  const stopped = new AbortController();
  const open = async (signal: AbortSignal) => {
    try {
      return await bridge.setup.watch({}, { signal });
    } catch (error) {
      useSetupStore.setState({ problem: errorText(error) });
      throw error;
    }
  };
  void follow(stopped.signal, open, (news) =>
    useSetupStore.setState(({ picture }) => {
      if ('picture' in news) return { picture: news.picture, problem: null };
      return picture ? { picture: withChanges(picture, news.changes) } : {};
    }),
  );
  return () => stopped.abort();
}

/** Reads it again. Keeps the previous version when that fails. */
export async function loadSetupSnapshot(): Promise<void> {
  try {
    useSetupStore.setState({ picture: await bridge.setup.picture({}), problem: null });
  } catch (error) {
    useSetupStore.setState({ problem: errorText(error) });
  }
}

/** The hub's answer to a save can arrive a moment before the change itself. */
const CHANGE_TIMEOUT_MS = 3_000;

/** Resolves once `shown` accepts the snapshot; reads it again when that takes too long. */
export async function waitForSnapshot(shown: (picture: SetupSnapshot) => boolean): Promise<void> {
  const { picture } = useSetupStore.getState();
  if (picture && shown(picture)) return;
  const came = await new Promise<boolean>((resolve) => {
    const done = (value: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(value);
    };
    const timer = setTimeout(() => done(false), CHANGE_TIMEOUT_MS);
    const stop = useSetupStore.subscribe((state) => {
      if (state.picture && shown(state.picture)) done(true);
    });
  });
  if (!came) await loadSetupSnapshot();
}

/** Only for components that render once the snapshot is there. */
export function useSetupSnapshot(): SetupSnapshot {
  const picture = useSetupStore((state) => state.picture);
  if (!picture) throw new Error('Setup shows nothing of the picture before it is there.');
  return picture;
}
