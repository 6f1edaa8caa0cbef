import { useTranslation } from 'react-i18next';
import type { WrapUp } from '#core/snapshot.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { SelectField } from '../controls/field.tsx';
import { clockDuration, countdown } from '../i18n/format.ts';
import { isUrgent } from '../offers/countdown-ring.tsx';
import { BaseDot } from '../presence/base-dot.tsx';
import { useHubNow } from '../state/clock.ts';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { NotesField } from './notes-field.tsx';
import { flushNotes } from './save-notes.ts';
import css from './wrap-up-panel.module.css';

/** The wrap-up, in place of the composer: time left, what follows, notes and outcome. */
export function WrapUpPanel({ wrapUp }: { readonly wrapUp: WrapUp }) {
  const { t } = useTranslation();
  const { agentWorkId, outcomes } = wrapUp;
  const finish = async () => {
    await flushNotes(agentWorkId);
    await attempt(bridge.work.finishWrapUp({ agentWorkId }));
  };
  const choose = (outcome: string) => {
    const notes = useUi.getState().notes[agentWorkId] ?? wrapUp.notes;
    void attempt(bridge.work.saveNotes({ agentWorkId, notes, outcome: outcome === '' ? null : outcome }));
  };
  return (
    <section aria-label={t('wrapUp.region')} className={css.panel}>
      <div className={css.top}>
        <div className={css.time}>
          <p className={css.ended}>{t(`wrapUp.endedBy.${wrapUp.endedBy}`)}</p>
          <div className={css.clock}>
            <Countdown wrapUp={wrapUp} />
            <Then />
          </div>
        </div>
        <div className={css.buttons}>
          <Extend wrapUp={wrapUp} />
          <Button look="primary" size="large" icon="check" onClick={() => void finish()}>
            {t('wrapUp.done')}
          </Button>
        </div>
      </div>
      <div className={css.fields}>
        <NotesField agentWorkId={agentWorkId} notes={wrapUp.notes} />
        {outcomes.length > 0 && (
          <SelectField
            label={t('wrapUp.outcome')}
            value={wrapUp.outcome ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t('wrapUp.noOutcome')}</option>
            {outcomes.map((outcome) => (
              <option key={outcome}>{outcome}</option>
            ))}
          </SelectField>
        )}
      </div>
    </section>
  );
}

function Countdown({ wrapUp }: { readonly wrapUp: WrapUp }) {
  const { t } = useTranslation();
  const left = wrapUp.deadline - useHubNow(wrapUp.deadline);
  return (
    <span
      role="timer"
      aria-label={t('wrapUp.region')}
      className={css.left}
      data-urgent={isUrgent(left, wrapUp.deadline - wrapUp.startedAt) || undefined}
    >
      {countdown(left)}
    </span>
  );
}

function Then() {
  const { t } = useTranslation();
  const { next, status } = useSnapshot((snapshot) => snapshot.presence);
  const then = next ?? status;
  return (
    <span className={css.then}>
      <BaseDot base={then.base} size={12} />
      {t('wrapUp.then', { status: then.text })}
    </span>
  );
}

function Extend({ wrapUp }: { readonly wrapUp: WrapUp }) {
  const { t } = useTranslation();
  const left = wrapUp.maxExtensions - wrapUp.extensionsUsed;
  if (wrapUp.extensionSeconds === 0 || left <= 0) return null;
  return (
    <Button
      size="large"
      onClick={() => void attempt(bridge.work.extendWrapUp({ agentWorkId: wrapUp.agentWorkId }))}
    >
      {t('wrapUp.extend', { time: clockDuration(wrapUp.extensionSeconds * 1000), count: left })}
    </Button>
  );
}
