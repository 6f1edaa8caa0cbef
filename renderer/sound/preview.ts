/** Lets an administrator hear a sound before agents do, through the same player and on the same device that rings. */
import { shellNow, useMirrorStore } from '../state/mirror-store.ts';
import { unlockAudio } from './audio.ts';
import { type Outcome, Player } from './player.ts';

let heard: (outcome: Outcome) => void = () => undefined;
let previews = 0;
const player = new Player({ now: shellNow, report: (_cue, outcome) => heard(outcome) });

/** Plays the file at `url` once; `tell` receives its progress. Stops the previous preview. */
export async function playPreview(url: string, tell: (outcome: Outcome) => void): Promise<void> {
  await unlockAudio();
  const settings = useMirrorStore.getState().mirror?.settings;
  heard = tell;
  player.want([
    {
      id: `preview-${++previews}`,
      what: 'test',
      url,
      // A preview with a fallback would suggest that the file is fine.
      fallbackUrl: url,
      loop: false,
      until: null,
      volume: settings?.volume ?? 1,
      sinkId: settings?.ringSinkId ?? '',
    },
  ]);
}

export function stopPreview(): void {
  heard = () => undefined;
  player.want([]);
}
