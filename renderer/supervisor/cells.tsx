/** Small components that the tables of the floor share. */
import { useTranslation } from 'react-i18next';
import type { FloorAgent } from '#core/supervision/floor.ts';
import type { Health } from '#core/supervision/metrics.ts';
import { clockDuration, units } from '../i18n/format.ts';
import { BaseDot } from '../presence/base-dot.tsx';
import { useHubNow } from '../state/clock.ts';
import css from './cells.module.css';

/** The effective base as shape and text. A lost link takes precedence. */
export function StatusCell({ agent }: { readonly agent: FloorAgent }) {
  const { t } = useTranslation();
  return (
    <span className={css.status}>
      <BaseDot base={agent.effectiveBase} />
      {agent.statusText}
      {agent.base !== agent.effectiveBase && (
        <span className={css.soft}>{t(`bases.${agent.effectiveBase}`)}</span>
      )}
    </span>
  );
}

/** Time since an instant, updated every second. 0 = never. */
export function Since({ at }: { readonly at: number }) {
  const now = useHubNow(at);
  return at === 0 ? <>–</> : <>{clockDuration(now - at)}</>;
}

/** Time left until an instant; continues below zero. */
export function Until({ at }: { readonly at: number }) {
  const now = useHubNow(at);
  return at >= now ? <>{clockDuration(at - now)}</> : <>−{clockDuration(now - at)}</>;
}

export function LinkCell({ agent }: { readonly agent: FloorAgent }) {
  const { t } = useTranslation();
  if (!agent.signedIn) return <span className={css.soft}>–</span>;
  return (
    <span data-tone={agent.link === 'connected' ? undefined : 'bad'} className={css.tone}>
      {agent.link === 'lost' && agent.base !== 'offline'
        ? t('supervisor.reconnecting')
        : t(`links.${agent.link}`)}
    </span>
  );
}

/** Both pools as bars, with the numbers of the first beside them. */
export function CapacityCell({ agent }: { readonly agent: FloorAgent }) {
  const { t } = useTranslation();
  const words = (pool: { used: number; max: number }) =>
    t('capacity.of', { used: units(pool.used), max: units(pool.max) });
  return (
    <span
      className={css.capacity}
      title={`${t('capacity.primary')}: ${words(agent.primary)}\n${t('capacity.interruptible')}: ${words(agent.interruptible)}`}
    >
      <span className={css.bars} aria-hidden="true">
        <Bar {...agent.primary} />
        <Bar {...agent.interruptible} />
      </span>
      {words(agent.primary)}
    </span>
  );
}

function Bar({ used, max }: { readonly used: number; readonly max: number }) {
  const share = max === 0 ? 0 : Math.min(1, used / max);
  return (
    <span className={css.bar} data-over={used > max || undefined} data-full={used === max || undefined}>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

/** A value with its rating, as a colour and as text. */
export function HealthValue({ health, children }: { readonly health: Health; readonly children: string }) {
  const { t } = useTranslation();
  return (
    <span className={css.health} data-health={health}>
      {children}
      {health !== 'normal' && <span className={css.mark}>{t(`supervisor.health.${health}`)}</span>}
    </span>
  );
}
