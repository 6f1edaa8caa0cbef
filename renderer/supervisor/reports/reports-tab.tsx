import type { TFunction } from 'i18next';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentReport, QueueReport, Report } from '#core/supervision/reports.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { saveCsv } from '../../files/csv.ts';
import { errorText } from '../../i18n/error-text.ts';
import { clockDuration } from '../../i18n/format.ts';
import { hubNow } from '../../state/mirror-store.ts';
import { percent } from '../percent.ts';
import { Shares } from '../shares.tsx';
import { dayOf, rangeOf } from './range.ts';
import compact from '../../controls/compact.module.css';
import css from './reports-tab.module.css';

interface ReportColumn<T> {
  readonly heading: string;
  /** `null` = only in the file; the page shows a chart of it. */
  readonly text: ((record: T) => string) | null;
  /** For the file: numbers unrounded, durations in seconds. */
  readonly value: (record: T) => string | number | null;
}

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));
const duration = (ms: number | null) => (ms === null ? '–' : clockDuration(ms));

/** A day or a range, per agent and per queue, on screen or as a file. */
export function ReportsTab() {
  const { t } = useTranslation();
  const today = dayOf(hubNow());
  const [first, setFirst] = useState(today);
  const [last, setLast] = useState(today);
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(true);
  const [range, setRange] = useState(() => rangeOf(today, today));
  // Today's report loads by itself; showing the same days again requests it again.
  useEffect(() => {
    let here = true;
    bridge.supervisor
      .report(range)
      .then(
        (said) => here && (setReport(said), setProblem(null)),
        (error: unknown) => here && setProblem(errorText(error)),
      )
      .finally(() => here && setAsking(false));
    return () => {
      here = false;
    };
  }, [range]);
  const agents = [...useAgentColumns(), ...statusColumns(report, t)];
  const queues = useQueueColumns();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
    setRange(rangeOf(first, last));
  };
  return (
    <div className={css.page}>
      <form className={css.tools} onSubmit={submit}>
        <label>
          {t('supervisor.from')}{' '}
          <input
            className={compact.control}
            type="date"
            required
            value={first}
            max={last}
            onChange={({ target }) => setFirst(target.value)}
          />
        </label>
        <label>
          {t('supervisor.to')}{' '}
          <input
            className={compact.control}
            type="date"
            required
            value={last}
            min={first}
            onChange={({ target }) => setLast(target.value)}
          />
        </label>
        <Button type="submit" look="primary" disabled={asking}>
          {t('supervisor.show')}
        </Button>
      </form>
      {problem !== null && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      {report && (
        <>
          <ReportTable
            title={t('supervisor.perAgent')}
            records={report.agents}
            columns={agents}
            keyOf={({ agentId }) => agentId}
            file={`agents-${first}-${last}.csv`}
            pictured={t('supervisor.report.statuses')}
            picture={({ statuses }) => (
              <Shares
                parts={statuses.map(({ text, base, duration: size }) => ({ text, base, size }))}
                words={statuses.map((one) => `${one.text} ${clockDuration(one.duration)}`).join(', ')}
              />
            )}
          />
          <ReportTable
            title={t('supervisor.perQueue')}
            records={report.queues}
            columns={queues}
            keyOf={({ queueId }) => queueId}
            file={`queues-${first}-${last}.csv`}
            pictured={t('supervisor.report.cameOut')}
            picture={({ answered, abandoned }) => (
              <Shares
                parts={[
                  { text: t('supervisor.series.answered'), base: 'available', size: answered },
                  { text: t('supervisor.series.abandoned'), base: 'busy', size: abandoned },
                ]}
                words={`${t('supervisor.series.answered')} ${answered}, ${t('supervisor.series.abandoned')} ${abandoned}`}
              />
            )}
          />
        </>
      )}
    </div>
  );
}

function useAgentColumns(): ReportColumn<AgentReport>[] {
  const { t } = useTranslation();
  const count = (key: 'offered' | 'answered' | 'declined' | 'missed' | 'extensions') => ({
    heading: t(`supervisor.report.${key}`),
    text: (one: AgentReport) => String(one[key]),
    value: (one: AgentReport) => one[key],
  });
  const time = (key: 'signedIn' | 'handleTime' | 'wrapUpTime') => ({
    heading: t(`supervisor.report.${key}`),
    text: (one: AgentReport) => duration(one[key]),
    value: (one: AgentReport) => seconds(one[key]),
  });
  const reasons = (one: AgentReport) =>
    one.declinedByReason
      .map(({ reason, count: times }) => `${reason || t('supervisor.noReason')}: ${times}`)
      .join(', ');
  return [
    { heading: t('supervisor.columns.agent'), text: ({ name }) => name, value: ({ name }) => name },
    time('signedIn'),
    {
      heading: t('supervisor.report.occupancy'),
      text: ({ occupancy }) => percent(occupancy),
      value: ({ occupancy }) => occupancy,
    },
    count('offered'),
    count('answered'),
    count('declined'),
    count('missed'),
    { heading: t('supervisor.report.byReason'), text: reasons, value: reasons },
    time('handleTime'),
    time('wrapUpTime'),
    count('extensions'),
  ];
}

/** The time in each status that occurred. */
function statusColumns(report: Report | null, t: TFunction): ReportColumn<AgentReport>[] {
  const timeIn = (wanted: string) => (agent: AgentReport) =>
    agent.statuses.reduce((sum, { text, duration }) => (text === wanted ? sum + duration : sum), 0);
  const texts = new Set(report?.agents.flatMap(({ statuses }) => statuses.map(({ text }) => text)));
  return [...texts].map((status) => ({
    heading: t('supervisor.report.timeIn', { status }),
    text: null,
    value: (agent) => seconds(timeIn(status)(agent)),
  }));
}

function useQueueColumns(): ReportColumn<QueueReport>[] {
  const { t } = useTranslation();
  const count = (key: 'arrived' | 'answered' | 'abandoned') => ({
    heading: t(`supervisor.report.${key}`),
    text: (one: QueueReport) => String(one[key]),
    value: (one: QueueReport) => one[key],
  });
  const share = (key: 'serviceLevel' | 'abandonment') => ({
    heading: t(`supervisor.report.${key}`),
    text: (one: QueueReport) => percent(one[key]),
    value: (one: QueueReport) => one[key],
  });
  const time = (key: 'speedToAnswer' | 'longestWait' | 'handleTime') => ({
    heading: t(`supervisor.report.${key}`),
    text: (one: QueueReport) => duration(one[key]),
    value: (one: QueueReport) => seconds(one[key]),
  });
  return [
    { heading: t('supervisor.columns.queue'), text: ({ name }) => name, value: ({ name }) => name },
    count('arrived'),
    count('answered'),
    count('abandoned'),
    share('abandonment'),
    share('serviceLevel'),
    time('speedToAnswer'),
    time('longestWait'),
    time('handleTime'),
  ];
}

function ReportTable<T>({
  title,
  records,
  columns,
  keyOf,
  file,
  pictured,
  picture,
}: {
  readonly title: string;
  readonly records: readonly T[];
  readonly columns: readonly ReportColumn<T>[];
  readonly keyOf: (record: T) => string;
  readonly file: string;
  /** Heading of the column of charts. */
  readonly pictured: string;
  readonly picture: (record: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const save = () =>
    saveCsv(file, [
      columns.map(({ heading }) => heading),
      ...records.map((record) => columns.map(({ value }) => value(record))),
    ]);
  return (
    <section className={css.section}>
      <header>
        <h2>{title}</h2>
        <Button onClick={save} disabled={records.length === 0}>
          {t('supervisor.saveCsv')}
        </Button>
      </header>
      <div className={css.scroll}>
        <table aria-label={title}>
          <thead>
            <tr>
              {columns.map(
                ({ heading, text }) =>
                  text && (
                    <th key={heading} scope="col">
                      {heading}
                    </th>
                  ),
              )}
              <th scope="col">{pictured}</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={keyOf(record)}>
                {columns.map(
                  ({ heading, text }, index) =>
                    text &&
                    (index === 0 ? (
                      <th key={heading} scope="row">
                        {text(record)}
                      </th>
                    ) : (
                      <td key={heading}>{text(record)}</td>
                    )),
                )}
                <td>
                  <span className={css.picture}>{picture(record)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
