import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyNoWork } from '#core/routing/reasons.ts';
import { bridge } from '../bridge/connection.ts';
import { sentence } from '../i18n/sentence.ts';
import { BaseDot } from '../presence/base-dot.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import css from './empty-list.module.css';

/** Why there is no work, in the router's own reasons, each with a remedy. */
export function EmptyList() {
  const { t } = useTranslation();
  const presence = useSnapshot((snapshot) => snapshot.presence);
  const why = useWhyNoWork(useSnapshot((snapshot) => snapshot.version));
  return (
    <div className={css.empty}>
      <p className={css.title}>
        <BaseDot base={presence.effectiveBase} />
        {t(presence.status.base === 'available' ? 'work.youAre' : 'work.youAreSetTo', {
          status: presence.status.text,
        })}
      </p>
      {why && why.reasons.length === 0 && <p>{t('work.nothingWaiting')}</p>}
      {why && why.reasons.length > 0 && (
        <>
          <p>
            {why.waiting > 0 ? sentence('whyNoWork.waiting', { count: why.waiting }) : t('work.notRouted')}
          </p>
          <ul className={css.reasons}>
            {why.reasons.map(({ code, params }) => (
              <li key={code + JSON.stringify(params)}>
                <span>{sentence(`reasons.${code}`, params)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Requested again with every version of the snapshot; the last answer stays until the next one arrives. */
function useWhyNoWork(version: number): WhyNoWork | null {
  const [why, setWhy] = useState<WhyNoWork | null>(null);
  useEffect(() => {
    let wanted = true;
    bridge.presence.whyNoWork({}).then(
      (answer) => wanted && setWhy(answer),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [version]);
  return why;
}
