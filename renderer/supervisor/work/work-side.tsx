import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorWork } from '#core/supervision/floor.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { useFloor } from '../floor-store.ts';
import { Side, SideSection } from '../split.tsx';
import { WhyWaiting } from '../queues/why-waiting.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { MonitorView } from './read-along.tsx';
import css from './work-side.module.css';

type Harmful = 'return' | 'close' | 'take-over' | 'end-wrap-up';

/** One work item: its actions, why it waits, and its conversation. */
export function WorkSide({ work, onClose }: { readonly work: FloorWork; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const owner = useFloor((floor) => (work.agentId === null ? undefined : floor.agents.get(work.agentId)));
  const [asking, setAsking] = useState<Harmful | null>(null);
  const [assigning, setAssigning] = useState(false);
  const [reading, setReading] = useState(false);
  const command = { commandId: crypto.randomUUID() };
  const open = work.state === 'open' || work.state === 'on-hold';
  const held = open || work.state === 'offered';
  const carryOut: Record<Harmful, () => Promise<unknown>> = {
    return: () => bridge.supervisor.work.returnToQueue({ ...command, agentWorkId: work.agentWorkId ?? '' }),
    close: () => bridge.supervisor.work.close({ ...command, workItemId: work.workItemId }),
    'take-over': () => bridge.supervisor.work.takeOver({ ...command, workItemId: work.workItemId }),
    'end-wrap-up': () =>
      bridge.supervisor.work.endWrapUp({ ...command, agentWorkId: work.agentWorkId ?? '' }),
  };
  return (
    <Side label={t('supervisor.workDetails')} title={work.customer} onClose={onClose}>
      <SideSection title={work.subject}>
        <p>
          {t(`workItemStates.${work.state}`)}
          {owner && ` · ${owner.name}`}
        </p>
        {work.helpWanted && (
          <p role="status" className={css.help}>
            {t('supervisor.asksForHelp', { agent: owner?.name ?? '' })}{' '}
            <Button
              onClick={() =>
                void attempt(bridge.supervisor.work.lowerFlag({ ...command, workItemId: work.workItemId }))
              }
            >
              {t('supervisor.acts.lower-flag')}
            </Button>
          </p>
        )}
        <div className={css.acts}>
          {open && work.hasConversation && (
            <Button
              look={reading ? 'plain' : 'primary'}
              aria-pressed={reading}
              onClick={() => setReading(!reading)}
            >
              {t('supervisor.acts.read-along')}
            </Button>
          )}
          {work.state !== 'wrapping-up' && !work.isTransfer && (
            <>
              <Button onClick={() => setAssigning(true)}>{t('supervisor.acts.assign')}</Button>
              <Button onClick={() => setAsking('take-over')}>{t('supervisor.acts.take-over')}</Button>
            </>
          )}
          {held && !work.isTransfer && (
            <Button onClick={() => setAsking('return')}>{t('supervisor.acts.return')}</Button>
          )}
          {work.state === 'wrapping-up' ? (
            <Button onClick={() => setAsking('end-wrap-up')}>{t('supervisor.acts.end-wrap-up')}</Button>
          ) : (
            <Button look="danger" onClick={() => setAsking('close')}>
              {t('supervisor.acts.close')}
            </Button>
          )}
        </div>
      </SideSection>
      {work.state === 'queued' && (
        <SideSection title={t('supervisor.whyWaiting')}>
          <WhyWaiting item={work} />
        </SideSection>
      )}
      {reading && open && <MonitorView work={work} />}
      {assigning && <AssignDialog work={work} onClose={() => setAssigning(false)} />}
      {asking && (
        <Dialog title={t(`supervisor.acts.${asking}`)} onClose={() => setAsking(null)}>
          <DialogText>
            {t(`supervisor.sure.${asking}`, { customer: work.customer, agent: owner?.name ?? '' })}
          </DialogText>
          <DialogButtons>
            <Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button>
            <Button
              look={asking === 'close' ? 'danger' : 'primary'}
              onClick={() => {
                setAsking(null);
                void attempt(carryOut[asking]());
              }}
            >
              {t(`supervisor.acts.${asking}`)}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </Side>
  );
}
