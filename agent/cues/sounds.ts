/** Addresses of the sounds, on the origin of the page that plays them. Every shell serves both folders. */
import type { Cue } from '#core/contract/bridge.ts';
import type { SoundTerms } from '#core/snapshot.ts';

/** Made for this project; in `assets/sounds`. */
export const builtInSounds: Readonly<Record<Cue['what'], string>> = {
  'work-request': '/sounds/work-request.wav',
  'auto-accepted': '/sounds/auto-accepted.wav',
  'connection-lost': '/sounds/connection-lost.wav',
  'connection-back': '/sounds/connection-back.wav',
  message: '/sounds/message.wav',
  'transfer-returned': '/sounds/transfer-returned.wav',
  'supervisor-alert': '/sounds/supervisor-alert.wav',
  test: '/sounds/work-request.wav',
};

export const soundAddress = ({ sound }: SoundTerms): string =>
  sound === 'default' ? builtInSounds['work-request'] : `/hub-sounds/${encodeURIComponent(sound.soundId)}`;
