import { useTranslation } from 'react-i18next';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { useMirror, useSnapshot } from '../state/mirror-store.ts';
import css from './practice-line.module.css';

/** Practice at the bottom of the list: stop it while it runs, start it once the welcome card is dismissed. */
export function PracticeLine() {
  const { t } = useTranslation();
  const { offered, running } = useSnapshot((snapshot) => snapshot.hub.practice);
  const welcomed = useMirror((mirror) => mirror.settings.welcomed);
  if (!running && !(offered && welcomed)) return null;
  return (
    <div className={css.line} data-running={running || undefined}>
      {running && (
        <p>
          <Icon name="spark" size={14} />
          {t('work.practiceRuns')}
        </p>
      )}
      <Button
        look="quiet"
        onClick={() => void attempt(running ? bridge.practice.stop({}) : bridge.practice.start({}))}
      >
        {running ? t('work.practiceStop') : t('welcome.practice')}
      </Button>
    </div>
  );
}
