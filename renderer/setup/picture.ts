/** What is set up, as the hub last told this window. Read when a list is opened and after every change made here. */
import { create } from 'zustand';
import type { SetupPicture } from '#core/contract/setup.ts';
import { bridge } from '../bridge/connection.ts';
import { errorText } from '../i18n/error-text.ts';

interface PictureState {
  readonly picture: SetupPicture | null;
  /** Why it could not be read, in words. */
  readonly problem: string | null;
}

export const usePictureStore = create<PictureState>(() => ({ picture: null, problem: null }));

/** Reads it anew. What was read before stays when that fails. */
export async function loadPicture(): Promise<void> {
  try {
    usePictureStore.setState({ picture: await bridge.setup.picture({}), problem: null });
  } catch (error) {
    usePictureStore.setState({ problem: errorText(error) });
  }
}

/** Only for what is shown once the picture is there. */
export function usePicture(): SetupPicture {
  const picture = usePictureStore((state) => state.picture);
  if (!picture) throw new Error('Setup shows nothing of the picture before it is there.');
  return picture;
}
