import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorAgent, FloorQueue } from '#core/supervision/floor.ts';
import {
  abandonmentRate,
  type Health,
  mean,
  serviceLevel,
  serviceLevelHealth,
  serviceLevels,
  waitHealth,
} from '#core/supervision/metrics.ts';
import type { Minute } from '#core/supervision/reports.ts';
import { type BaseStatus, baseStatuses } from '#core/vocabulary.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { clockDuration } from '../../i18n/format.ts';
import { BaseDot } from '../../presence/base-dot.tsx';
import { useHubNow } from '../../state/clock.ts';
import { useFloor } from '../floor-store.ts';
import { percent } from '../percent.ts';
import { Shares } from '../shares.tsx';
import { MinutesChart } from './minutes-chart.tsx';
import { totalOf } from './total.ts';
import compact from '../../controls/compact.module.css';
import css from './wallboard.module.css';

/** Poll interval of the last hour; the big numbers are live. */
const ASK_INTERVAL_MS = 5_000;
/** A single minute has too few customers for a service level. */
const SERVICE_LEVEL_SAMPLE = 10;

/** Big numbers and the last hour, readable from across the room. */
export function Wallboard() {
  const { t } = useTranslation();
  const queues = useFloor((floor) => floor.queues);
  const agents = useFloor((floor) => floor.agents);
  const [queueId, setQueueId] = useState<string | null>(null);
  const minutes = useLastHour(queueId);
  const levels = serviceLevels(minutes ?? [], SERVICE_LEVEL_SAMPLE);
  const board = useRef<HTMLDivElement>(null);
  const shown = [...queues.values()].filter(({ id }) => queueId === null || id === queueId);
  return (
    <div ref={board} className={css.board}>
      <div className={css.tools}>
        <select
          className={compact.control}
          aria-label={t('supervisor.filterQueue')}
          value={queueId ?? ''}
          onChange={({ target }) => setQueueId(target.value === '' ? null : target.value)}
        >
          <option value="">{t('supervisor.allQueues')}</option>
          {[...queues.values()].map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Button onClick={() => void board.current?.requestFullscreen()}>{t('supervisor.fullScreen')}</Button>
      </div>
      <Numbers queues={shown} minutes={minutes} />
      <ByStatus
        agents={[...agents.values()].filter(
          ({ signedIn, queueIds }) => signedIn && (queueId === null || queueIds.includes(queueId)),
        )}
      />
      {minutes && (
        <div className={css.charts}>
          <MinutesChart
            title={t('supervisor.lastHour')}
            minutes={minutes}
            series={['arrived', 'answered', 'abandoned']}
          />
          <MinutesChart
            title={t('supervisor.speedToAnswer')}
            minutes={minutes.map(({ at, waited, answered }) =>
              answered === 0 ? { at } : { at, speed: waited / answered / 1000 },
            )}
            series={['speed']}
          />
          <MinutesChart
            title={t('supervisor.serviceLevelOver', { minutes: SERVICE_LEVEL_SAMPLE })}
            minutes={levels.map((level, index) => ({
              at: minutes[index]!.at,
              ...(level !== null && { serviceLevel: level * 100 }),
            }))}
            series={['serviceLevel']}
            top={100}
          />
        </div>
      )}
    </div>
  );
}

function useLastHour(queueId: string | null): readonly Minute[] | null {
  const [minutes, setMinutes] = useState<readonly Minute[] | null>(null);
  useEffect(() => {
    let here = true;
    const ask = () => {
      if (document.visibilityState !== 'visible') return;
      // The next poll asks again; the floor beside it shows a lost connection.
      bridge.supervisor.lastHour({ queueId }).then(
        (said) => here && setMinutes(said),
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, ASK_INTERVAL_MS);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [queueId]);
  return minutes;
}

function Numbers({
  queues,
  minutes,
}: {
  readonly queues: readonly FloorQueue[];
  readonly minutes: readonly Minute[] | null;
}) {
  const { t } = useTranslation();
  const total = totalOf(queues);
  const hour = minutes && {
    answered: minutes.reduce((sum, { answered }) => sum + answered, 0),
    waited: minutes.reduce((sum, { waited }) => sum + waited, 0),
  };
  const now = useHubNow(total.oldestAt ?? 0);
  const waited = total.oldestAt === null ? null : now - total.oldestAt;
  const speed = hour ? mean(hour.waited, hour.answered) : null;
  return (
    <dl className={css.numbers}>
      <Big name={t('supervisor.columns.waiting')} value={String(total.waiting)} />
      <Big
        name={t('supervisor.columns.longest')}
        value={waited === null ? '–' : clockDuration(waited)}
        health={waitHealth(waited, total.targetSeconds)}
      />
      <Big
        name={t('supervisor.columns.serviceLevel')}
        value={percent(serviceLevel(total.served))}
        health={serviceLevelHealth(total.served)}
      />
      <Big name={t('supervisor.columns.inWork')} value={String(total.open)} />
      <Big name={t('supervisor.answeredToday')} value={String(total.answered)} />
      <Big name={t('supervisor.abandonedToday')} value={percent(abandonmentRate(total))} />
      <Big name={t('supervisor.speedLastHour')} value={speed === null ? '–' : clockDuration(speed)} />
    </dl>
  );
}

function Big({
  name,
  value,
  health = 'normal',
}: {
  readonly name: string;
  readonly value: string;
  readonly health?: Health;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.big} data-health={health}>
      <dt>{name}</dt>
      <dd>
        {value}
        {health !== 'normal' && <span>{t(`supervisor.health.${health}`)}</span>}
      </dd>
    </div>
  );
}

function ByStatus({ agents }: { readonly agents: readonly FloorAgent[] }) {
  const { t } = useTranslation();
  const count = (base: BaseStatus) => agents.filter(({ effectiveBase }) => effectiveBase === base).length;
  return (
    <>
      <ul className={css.bases} aria-label={t('supervisor.agentsByStatus')}>
        {baseStatuses.map((base) => (
          <li key={base}>
            <BaseDot base={base} size={22} />
            <strong>{count(base)}</strong>
            {t(`bases.${base}`)}
          </li>
        ))}
      </ul>
      <Shares parts={baseStatuses.map((base) => ({ text: t(`bases.${base}`), base, size: count(base) }))} />
    </>
  );
}
