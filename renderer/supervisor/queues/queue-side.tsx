import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorQueue, FloorWork } from '#core/supervision/floor.ts';
import { lineOf } from '#core/supervision/line.ts';
import { Button } from '../../controls/button.tsx';
import { Since } from '../cells.tsx';
import { useFloor } from '../floor-store.ts';
import { Side, SideSection } from '../split.tsx';
import { AssignDialog } from '../work/assign-dialog.tsx';
import { Reorder } from './reorder.tsx';
import { WhyWaiting } from './why-waiting.tsx';
import css from './queue-side.module.css';

const MAX_ITEMS_SHOWN = 10;

/**
 * The next items of a queue, each with its routing reasons; they can be moved to the front, or assigned to an agent.
 */
export function QueueSide({ queue, onClose }: { readonly queue: FloorQueue; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const work = useFloor((floor) => floor.work);
  const line = useMemo(() => lineOf(work.values(), queue.id), [work, queue.id]);
  const [asking, setAsking] = useState<string | null>(null);
  const [assigning, setAssigning] = useState<FloorWork | null>(null);
  return (
    <Side label={t('supervisor.queueDetails')} title={queue.name} onClose={onClose}>
      <SideSection title={t('supervisor.nextItems')}>
        {line.length === 0 && <p>{t('supervisor.nobodyWaits')}</p>}
        <ol className={css.line} aria-label={t('supervisor.nextItems')}>
          {line.slice(0, MAX_ITEMS_SHOWN).map((item) => (
            <li key={item.id}>
              <div className={css.item}>
                <span className={css.who}>
                  <strong>{item.customer}</strong> {item.subject}
                </span>
                <span className={css.wait}>
                  <Since at={item.originalAt} />
                </span>
              </div>
              <div className={css.acts}>
                <Button
                  aria-expanded={asking === item.workItemId}
                  onClick={() => setAsking(asking === item.workItemId ? null : item.workItemId)}
                >
                  {t('supervisor.whyWaiting')}
                </Button>
                <Button onClick={() => setAssigning(item)}>{t('supervisor.acts.assign')}</Button>
                <Reorder item={item} line={line} />
              </div>
              {asking === item.workItemId && <WhyWaiting item={item} />}
            </li>
          ))}
        </ol>
        {line.length > MAX_ITEMS_SHOWN && (
          <p>{t('supervisor.moreWait', { count: line.length - MAX_ITEMS_SHOWN })}</p>
        )}
      </SideSection>
      {assigning && <AssignDialog work={assigning} onClose={() => setAssigning(null)} />}
    </Side>
  );
}
