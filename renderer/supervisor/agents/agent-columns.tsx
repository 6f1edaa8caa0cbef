/** The columns of the agents' table; the selection of columns is stored on this device. */
import type { TFunction } from 'i18next';
import type { FloorAgent } from '#core/supervision/floor.ts';
import type { FloorMirror } from '#core/supervision/floor-mirror.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { CapacityCell, LinkCell, Since, StatusCell } from '../cells.tsx';
import type { ShownColumn } from '../floor-table.tsx';

export const agentColumnKeys = [
  'name',
  'status',
  'since',
  'setBy',
  'link',
  'capacity',
  'open',
  'answered',
  'declined',
  'missed',
  'queues',
  'profile',
] as const;

/** What was set, and by which user, as a short line. */
export function setByText(t: TFunction, agent: FloorAgent): string {
  if (agent.setBy.kind === 'supervisor') return agent.setBy.name ?? t('roles.supervisor');
  return agent.setBy.kind === 'you' ? t('supervisor.byAgent') : t(`presenceReasons.${agent.reason}`);
}

export function agentColumns(
  t: TFunction,
  floor: Pick<FloorMirror, 'queues' | 'profiles'>,
): ShownColumn<FloorAgent>[] {
  const profiles = new Map(floor.profiles.map(({ id, name }) => [id, name]));
  const queuesOf = (agent: FloorAgent) =>
    agent.queueIds.flatMap((id) => floor.queues.get(id)?.name ?? []).join(', ');
  const columns: Record<
    (typeof agentColumnKeys)[number],
    Omit<ShownColumn<FloorAgent>, 'key' | 'heading'>
  > = {
    name: { value: ({ name }) => name, cell: ({ name }) => name },
    status: {
      value: ({ effectiveBase, statusText }) => `${baseStatuses.indexOf(effectiveBase)} ${statusText}`,
      cell: (agent) => <StatusCell agent={agent} />,
    },
    since: { value: ({ since }) => -since, cell: ({ since }) => <Since at={since} />, number: true },
    setBy: { value: (agent) => setByText(t, agent), cell: (agent) => setByText(t, agent) },
    link: {
      value: ({ link, signedIn }) => (signedIn ? link : null),
      cell: (agent) => <LinkCell agent={agent} />,
    },
    capacity: {
      value: ({ primary }) => (primary.max === 0 ? null : primary.used / primary.max),
      cell: (agent) => <CapacityCell agent={agent} />,
    },
    open: {
      value: ({ open, wrapUps }) => open + wrapUps,
      cell: ({ open, wrapUps, offers, helpWanted }) => (
        <>
          {helpWanted > 0 && <strong title={t('supervisor.wantsHelp')}>⚑ </strong>}
          {open}
          {wrapUps > 0 && ` + ${wrapUps}`}
          {offers > 0 && ` (${offers})`}
        </>
      ),
      number: true,
    },
    answered: {
      value: ({ today }) => today.answered,
      cell: ({ today }) => `${today.answered} / ${today.offered}`,
      number: true,
    },
    declined: { value: ({ today }) => today.declined, cell: ({ today }) => today.declined, number: true },
    missed: { value: ({ today }) => today.missed, cell: ({ today }) => today.missed, number: true },
    queues: { value: queuesOf, cell: queuesOf },
    profile: {
      value: ({ profileId }) => profiles.get(profileId ?? '') ?? null,
      cell: ({ profileId }) => profiles.get(profileId ?? '') ?? '–',
    },
  };
  return agentColumnKeys.map((key) => ({ key, heading: t(`supervisor.columns.${key}`), ...columns[key] }));
}
