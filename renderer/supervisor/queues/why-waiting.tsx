import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyWaiting as Answer } from '#core/contract/supervisor.ts';
import type { FloorWork } from '#core/supervision/floor.ts';
import { bridge } from '../../bridge/connection.ts';
import { errorText } from '../../i18n/error-text.ts';
import { sentence } from '../../i18n/sentence.ts';
import { useFloor } from '../floor-store.ts';
import css from './queue-side.module.css';

const MAX_AGENTS_SHOWN = 20;

/** The router's own reasons, agent by agent, the closest first. Requested again when the floor changes. */
export function WhyWaiting({ item }: { readonly item: FloorWork }) {
  const { t } = useTranslation();
  const agents = useFloor((floor) => floor.agents);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    bridge.supervisor.whyWaiting({ workItemId: item.workItemId }).then(
      (said) => here && (setAnswer(said), setProblem(null)),
      (error: unknown) => here && setProblem(errorText(error)),
    );
    return () => {
      here = false;
    };
  }, [item, agents]);
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (!answer) return null;
  if (answer.agents.length === 0) return <p>{t('supervisor.nobodySignedIn')}</p>;
  return (
    <ul className={css.agents} aria-label={t('supervisor.whyWaiting')}>
      {answer.agents.slice(0, MAX_AGENTS_SHOWN).map(({ agentId, name, reasons }) => (
        <li key={agentId}>
          <strong>{name}</strong>
          {reasons.length === 0 ? (
            <p>{t('supervisor.mayBeOffered')}</p>
          ) : (
            <ul>
              {reasons.map(({ code, params }) => (
                <li key={code}>{sentence(`reasons.${code}`, params)}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {answer.agents.length > MAX_AGENTS_SHOWN && (
        <li>{t('supervisor.moreAgents', { count: answer.agents.length - MAX_AGENTS_SHOWN })}</li>
      )}
    </ul>
  );
}
