import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/connection.ts';
import { attempt } from '../bridge/attempt.ts';
import { CheckField, SelectField, TextField } from '../controls/field.tsx';
import { canSelectOutputDevice, unlockAudio } from '../sound/audio.ts';
import { useHubNow } from '../state/clock.ts';
import { shellNow, useMirror } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { change } from './change.ts';
import { TestLine } from './test-line.tsx';

const MUTE_DURATION_MS = 8 * 3_600_000;
/** A test that has not started by then will not be heard. */
const SILENCE_TIMEOUT_MS = 2_000;

export function SoundSettings() {
  const { t } = useTranslation();
  const settings = useMirror((mirror) => mirror.settings);
  const skew = useMirror((mirror) => mirror.skew);
  const now = useHubNow() - skew;
  const asked = useUi((ui) => ui.soundTest?.outcome ?? null);
  // Another window may be the one that rings; its report arrives through the shell.
  const heard = useMirror((mirror) => mirror.soundTest);
  const outcome = asked === 'waiting' || asked === 'silent' ? (heard ?? asked) : asked;
  const muted = settings.muteUntil !== null && settings.muteUntil > now;

  const test = () => {
    void unlockAudio();
    useUi.setState({ soundTest: { cue: 'test', outcome: 'waiting' } });
    setTimeout(() => {
      if (useUi.getState().soundTest?.outcome === 'waiting')
        useUi.setState({ soundTest: { cue: 'test', outcome: 'silent' } });
    }, SILENCE_TIMEOUT_MS);
    void attempt(bridge.player.test({}));
  };

  return (
    <>
      <TextField
        label={t('preferences.volume')}
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(settings.volume * 100)}
        onChange={({ target }) => change({ volume: Number(target.value) / 100 })}
      />
      <OutputDevice sinkId={settings.ringSinkId} />
      <CheckField
        label={t('preferences.inThisWindow')}
        checked={settings.soundInThisWindow}
        onChange={({ target }) => change({ soundInThisWindow: target.checked })}
      />
      <CheckField
        label={t('preferences.messageSound')}
        checked={settings.messageSound}
        onChange={({ target }) => change({ messageSound: target.checked })}
      />
      <CheckField
        label={t('preferences.mute')}
        hint={t('preferences.muteHint')}
        checked={muted}
        onChange={({ target }) =>
          change({ muteUntil: target.checked ? Math.round(shellNow()) + MUTE_DURATION_MS : null })
        }
      />
      <TestLine
        label={t('preferences.testSound')}
        icon="sound"
        outcome={outcome && t(`preferences.soundOutcome.${outcome}`)}
        onTest={test}
      />
    </>
  );
}

function OutputDevice({ sinkId }: { readonly sinkId: string }) {
  const { t } = useTranslation();
  const devices = useOutputDevices();
  const possible = canSelectOutputDevice();
  return (
    <SelectField
      label={t('preferences.device')}
      hint={possible ? undefined : t('preferences.deviceHint')}
      disabled={!possible}
      value={sinkId}
      onChange={({ target }) => change({ ringSinkId: target.value })}
    >
      <option value="">{t('preferences.deviceDefault')}</option>
      {devices.map(({ deviceId, label }, index) => (
        <option key={deviceId} value={deviceId}>
          {label || t('preferences.deviceNamed', { number: index + 1 })}
        </option>
      ))}
      {sinkId !== '' && !devices.some(({ deviceId }) => deviceId === sinkId) && (
        <option value={sinkId}>{t('preferences.deviceNamed', { number: devices.length + 1 })}</option>
      )}
    </SelectField>
  );
}

function useOutputDevices(): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    const list = () =>
      mediaDevices.enumerateDevices().then(
        (all) =>
          setDevices(
            all.filter(({ kind, deviceId }) => kind === 'audiooutput' && !['', 'default'].includes(deviceId)),
          ),
        () => {},
      );
    void list();
    mediaDevices.addEventListener('devicechange', list);
    return () => mediaDevices.removeEventListener('devicechange', list);
  }, []);
  return devices;
}
