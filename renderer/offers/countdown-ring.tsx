import { useTranslation } from 'react-i18next';
import { useHubNow } from '../state/clock.ts';
import css from './countdown-ring.module.css';

const RADIUS = 19;
const AROUND = 2 * Math.PI * RADIUS;

/** The last third of the time to answer is urgent. */
export const isUrgent = (left: number, whole: number) => left * 3 <= whole;

/** A ring that empties until `deadline`; display only, the hub decides when time is up. */
export function CountdownRing({ from, deadline }: { readonly from: number; readonly deadline: number }) {
  const { t } = useTranslation();
  const left = Math.max(0, deadline - useHubNow(deadline));
  const whole = Math.max(1, deadline - from);
  return (
    <span
      role="timer"
      aria-label={t('offers.timer')}
      className={css.ring}
      data-urgent={isUrgent(left, whole) || undefined}
    >
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle className={css.track} cx="22" cy="22" r={RADIUS} />
        <circle
          className={css.left}
          cx="22"
          cy="22"
          r={RADIUS}
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.min(1, left / whole))}
        />
      </svg>
      <span className={css.seconds}>{Math.ceil(left / 1000)}</span>
    </span>
  );
}
