import { useTranslation } from 'react-i18next';
import { units } from '../i18n/format.ts';
import { useSnapshot } from '../state/mirror-store.ts';
import css from './capacity-meters.module.css';

/** The used capacity: "3 of 5", and a thin second bar for interruptible work. */
export function CapacityMeters() {
  const { t } = useTranslation();
  const { primary, interruptible, showInterruptible } = useSnapshot((snapshot) => snapshot.capacity);
  const words = t('capacity.of', { used: units(primary.used), max: units(primary.max) });
  return (
    <div className={css.capacity} title={`${t('capacity.primary')}: ${words}`}>
      <span className={css.words}>{words}</span>
      <span className={css.bars}>
        <Meter name={t('capacity.primary')} used={primary.used} max={primary.max} />
        {showInterruptible && (
          <Meter name={t('capacity.interruptible')} used={interruptible.used} max={interruptible.max} thin />
        )}
      </span>
    </div>
  );
}

function Meter({ name, used, max, thin }: { name: string; used: number; max: number; thin?: boolean }) {
  const { t } = useTranslation();
  const share = max > 0 ? Math.min(1, used / max) : 0;
  return (
    <span
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={max / 1000}
      aria-valuenow={used / 1000}
      aria-valuetext={t('capacity.of', { used: units(used), max: units(max) })}
      className={css.meter}
      data-thin={thin || undefined}
      data-full={used >= max || undefined}
    >
      <span className={css.fill} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
