import { useTranslation } from 'react-i18next';
import type { Sound } from '#core/contract/setup-system.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { IconButton } from '../../controls/button.tsx';
import page from '../pages.module.css';
import css from './sound-field.module.css';

/** Every uploaded sound with its uses; unused ones can be deleted. */
export function UploadedSounds({
  sounds,
  onRemoved,
}: {
  readonly sounds: readonly Sound[];
  readonly onRemoved: (id: string) => void;
}) {
  const { t } = useTranslation();
  const remove = async ({ id }: Sound) => {
    if (await attempt(bridge.setup.sounds.remove({ id }))) onRemoved(id);
  };
  return (
    <details className={css.manage}>
      <summary>{t('system.sounds.manage')}</summary>
      <ul>
        {sounds.map((sound) => (
          <li key={sound.id}>
            <span>{sound.name}</span>
            <span className={page.faint}>
              {sound.usedBy.length === 0
                ? t('system.sounds.unused')
                : t('system.sounds.usedBy', { names: sound.usedBy.join(', ') })}
            </span>
            <IconButton
              icon="close"
              label={t('system.sounds.removeNamed', { name: sound.name })}
              disabled={sound.usedBy.length > 0}
              onClick={() => void remove(sound)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}
