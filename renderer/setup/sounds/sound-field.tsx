import { useEffect, useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Sound } from '#core/contract/setup-system.ts';
import type { NotificationSound } from '#core/setup/presence-configuration.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { SelectField } from '../../controls/field.tsx';
import { errorText } from '../../i18n/error-text.ts';
import { playPreview, stopPreview } from '../../sound/preview.ts';
import { FileButton } from '../file-button.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { partsOf, upload } from '../upload.ts';
import { useAsyncAnswer } from '../use-answer.ts';
import { UploadedSounds } from './uploaded-sounds.tsx';
import page from '../pages.module.css';
import css from './sound-field.module.css';

interface Props {
  /** Path of the sound in the form, e.g. `settings.notificationSound`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

const list = () => bridge.setup.sounds.list({});
const NAME_LENGTH = 100;
const builtIn = '/sounds/work-request.wav';
const seconds = (sound: Sound) => String(Math.round(sound.seconds * 10) / 10);

/** The built-in sound or an uploaded one; it can be played here, and another one uploaded. */
export function SoundField({ name, label, hint, disabled = false }: Props) {
  const { t } = useTranslation();
  const { field, fieldState } = useController({ name });
  const value = field.value as NotificationSound;
  // The use of sounds changes with every save, here or by another user.
  const { version } = useSetupSnapshot();
  const { answer: sounds, ask } = useAsyncAnswer(list, { since: version });
  const [said, setSaid] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const [playing, setPlaying] = useState(false);
  useEffect(() => stopPreview, []);

  const chosen = value === 'default' ? '' : value.soundId;
  const gone = chosen !== '' && sounds !== null && !sounds.some(({ id }) => id === chosen);
  const add = async (given: File) => {
    setBusy(true);
    setSaid(null);
    try {
      const uploadId = await upload(partsOf(given), () => undefined, new AbortController().signal);
      const title = given.name.replace(/\.[^.]+$/, '').slice(0, NAME_LENGTH) || given.name;
      const sound = await bridge.setup.sounds.add({ uploadId, name: title });
      ask();
      field.onChange({ soundId: sound.id });
      setSaid({ text: t('system.sounds.uploaded', { name: sound.name }), bad: false });
    } catch (error) {
      setSaid({ text: errorText(error), bad: true });
    } finally {
      setBusy(false);
    }
  };
  const play = () => {
    if (playing) {
      stopPreview();
      return setPlaying(false);
    }
    setPlaying(true);
    setSaid(null);
    void playPreview(chosen === '' ? builtIn : `/hub-sounds/${encodeURIComponent(chosen)}`, (outcome) => {
      if (outcome === 'playing' || outcome === 'fell-back') return;
      setPlaying(false);
      if (outcome === 'blocked' || outcome === 'failed')
        setSaid({ text: t(`system.sounds.${outcome}`), bad: true });
    });
  };
  return (
    <div className={css.sound}>
      <div className={page.line}>
        <SelectField
          label={label}
          hint={hint}
          error={fieldState.error?.message}
          disabled={disabled}
          value={chosen}
          onChange={({ target }) =>
            field.onChange(target.value === '' ? 'default' : { soundId: target.value })
          }
        >
          <option value="">{t('setup.configuration.defaultSound')}</option>
          {sounds && sounds.length > 0 && (
            <optgroup label={t('setup.configuration.customSound')}>
              {sounds.map((sound) => (
                <option key={sound.id} value={sound.id}>
                  {t('system.sounds.option', { name: sound.name, seconds: seconds(sound) })}
                </option>
              ))}
            </optgroup>
          )}
          {(gone || (sounds === null && chosen !== '')) && (
            <option value={chosen}>{gone ? t('system.sounds.gone') : '…'}</option>
          )}
        </SelectField>
        <Button icon={playing ? 'end' : 'resume'} onClick={play} disabled={disabled}>
          {t(playing ? 'system.sounds.stop' : 'system.sounds.play')}
        </Button>
        <FileButton
          fileLabel={t('system.sounds.file')}
          accept=".aac,.flac,.mp3,.ogg,.opus,.wav,audio/*"
          disabled={disabled || busy}
          onFiles={([file]) => file && void add(file)}
        >
          {t('system.sounds.upload')}
        </FileButton>
      </div>
      <p className={page.faint}>{t('system.sounds.uploadHint')}</p>
      <p role="status" className={said?.bad ? css.bad : page.faint}>
        {said?.text}
      </p>
      {sounds && sounds.length > 0 && (
        <UploadedSounds
          sounds={sounds}
          onRemoved={(id) => {
            if (id === chosen) field.onChange('default');
            ask();
          }}
        />
      )}
    </div>
  );
}
