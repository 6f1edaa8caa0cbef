import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyNoWork } from '#core/routing/reasons.ts';
import type { NamedSettings } from '#core/settings/named-settings.ts';
import type { FloorAgent } from '#core/supervision/floor.ts';
import type { Timeline as TimelineFacts } from '#core/supervision/reports.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { errorText } from '../../i18n/error-text.ts';
import { sentence } from '../../i18n/sentence.ts';
import { EffectiveTable } from '../../settings/effective-table.tsx';
import { hubNow } from '../../state/mirror-store.ts';
import { CapacityCell, LinkCell, Since, StatusCell } from '../cells.tsx';
import { useFloor } from '../floor-store.ts';
import { Side, SideSection } from '../split.tsx';
import { setByText } from './agent-columns.tsx';
import { type AgentActKind, agentActs, hasEffect } from './agent-acts.ts';
import { Timeline } from './timeline.tsx';
import css from './agent-side.module.css';

interface Asked {
  readonly timeline: TimelineFacts;
  readonly why: WhyNoWork;
  readonly settings: NamedSettings;
  readonly at: number;
}

/**
 * One agent: today as a chart, why no work arrives, and the available actions. Requested again whenever the agent
 * changes.
 */
export function AgentSide({
  agent,
  onClose,
  onAct,
}: {
  readonly agent: FloorAgent;
  readonly onClose: () => void;
  readonly onAct: (kind: AgentActKind) => void;
}) {
  const { t } = useTranslation();
  const dayStart = useFloor((floor) => floor.dayStart);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    const at = hubNow();
    Promise.all([
      bridge.supervisor.timeline({ agentId: agent.id, from: dayStart, to: Math.ceil(at) + 1 }),
      bridge.supervisor.whyNoWork({ agentId: agent.id }),
      bridge.supervisor.settings({ agentId: agent.id }),
    ]).then(
      ([timeline, why, settings]) => here && (setAsked({ timeline, why, settings, at }), setProblem(null)),
      (error: unknown) => here && setProblem(errorText(error)),
    );
    return () => {
      here = false;
    };
  }, [agent, dayStart]);
  return (
    <Side label={t('supervisor.agentDetails')} title={agent.name} onClose={onClose}>
      <SideSection title={t('supervisor.now')}>
        <dl className={css.facts}>
          <dt>{t('supervisor.columns.status')}</dt>
          <dd>
            <StatusCell agent={agent} /> · <Since at={agent.since} />
          </dd>
          <dt>{t('supervisor.columns.setBy')}</dt>
          <dd>{setByText(t, agent)}</dd>
          <dt>{t('supervisor.columns.link')}</dt>
          <dd>
            <LinkCell agent={agent} />
          </dd>
          <dt>{t('supervisor.columns.capacity')}</dt>
          <dd>
            <CapacityCell agent={agent} />
          </dd>
        </dl>
        <div className={css.acts}>
          {agentActs.map((kind) => (
            <Button key={kind} onClick={() => onAct(kind)} disabled={!hasEffect(kind, [agent])}>
              {t(`supervisor.acts.${kind}`)}
            </Button>
          ))}
        </div>
      </SideSection>
      {problem !== null && <p role="alert">{problem}</p>}
      {asked && (
        <>
          <SideSection title={t('supervisor.whyNoWork')}>
            {asked.why.reasons.length === 0 ? (
              <p>{t('supervisor.nothingKeeps', { count: asked.why.waiting })}</p>
            ) : (
              <ul className={css.reasons}>
                {asked.why.reasons.map(({ code, params }) => (
                  <li key={`${code} ${JSON.stringify(params)}`}>{sentence(`reasons.${code}`, params)}</li>
                ))}
              </ul>
            )}
          </SideSection>
          <SideSection title={t('supervisor.today')}>
            <Timeline facts={asked.timeline} from={dayStart} now={asked.at} />
          </SideSection>
          <SideSection title={t('setup.effective.title')}>
            <EffectiveTable settings={asked.settings} />
          </SideSection>
        </>
      )}
    </Side>
  );
}
