import type { AgentReport } from '#core/supervision/reports.ts';
import { clockDuration } from '../../i18n/format.ts';
import css from './reports-tab.module.css';

/** How the time was spent, as one bar; each part says which status and how long. */
export function StatusShares({ statuses }: { readonly statuses: AgentReport['statuses'] }) {
  const whole = statuses.reduce((sum, { duration }) => sum + duration, 0);
  if (whole === 0) return <>–</>;
  const words = statuses.map(({ text, duration }) => `${text} ${clockDuration(duration)}`).join(', ');
  return (
    <span role="img" aria-label={words} title={words} className={css.shares}>
      {statuses.map(({ text, base, duration }) => (
        <span key={`${base} ${text}`} data-base={base} style={{ width: `${(duration / whole) * 100}%` }} />
      ))}
    </span>
  );
}
