/** Connects the player to the mirror and to the shell. */
import { bridge } from '../bridge/connection.ts';
import { shellNow, useMirrorStore } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { audioState, prepareAudio, watchAudio } from './audio.ts';
import { Player } from './player.ts';

export function followCues(): void {
  const player = new Player({
    now: shellNow,
    report: (cue, outcome) => {
      if (cue.what === 'test') useUi.setState({ soundTest: { cue: 'test', outcome } });
      bridge.player.report({ cueId: cue.id, outcome }).catch(() => {});
    },
  });
  const play = () => player.want(useMirrorStore.getState().mirror?.cues ?? []);
  prepareAudio();
  useUi.setState({ audio: audioState() });
  watchAudio((audio) => {
    useUi.setState({ audio });
    play();
  });
  useMirrorStore.subscribe(play);
}
