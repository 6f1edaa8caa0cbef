import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { BaseStatus } from '#core/vocabulary.ts';
import { developerNameOf, truncatedName, unusedName } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourcePresence } from './model.ts';
import type { Planning } from './planning-context.ts';

/**
 * Presences that every organisation has, by id, and the system status each one maps to. "Inactive" is set after a miss.
 */
export const systemPresences: Readonly<Record<string, string>> = {
  'f523f628-c07a-e811-8162-000d3aa11f50': 'Available',
  'efdeb843-c07a-e811-8162-000d3aa11f50': 'Busy',
  '08971864-c07a-e811-8162-000d3aa11f50': 'Busy_DND',
  '3dacae76-c07a-e811-8162-000d3aa11f50': 'Away',
  '70139190-c07a-e811-8162-000d3aa11f50': 'Offline',
  'a89ee9cf-453a-4b52-8d7a-ad647feecd5d': 'Missed',
};

const TEXT_LENGTH = 500;

export function planPresence(source: SourcePresence, planning: Planning): void {
  const { draft, lines, statusIds } = planning;
  const { id, file, unmodelled } = source;
  const warnings = [...source.remarks];
  const system = systemStatusOf(source, planning);
  if (system) {
    statusIds.set(id, system.id);
    const change = draft.presenceStatus.put(withChannels(system, planning));
    planning.take('presenceStatus', system.id);
    return lines.add('presenceStatus', { name: system.developerName, file, warnings, unmodelled }, change);
  }
  if (source.name === null) {
    const said = { name: id, file, warnings, unmodelled };
    return lines.skip('presenceStatus', said, remark('NAME_MISSING'));
  }
  const before = matching(source.name, id, planning);
  const base = source.base ?? before?.base ?? missingBase(warnings);
  const name = truncatedName(source.name, id, warnings);
  const text = (source.text ?? before?.text ?? name).slice(0, TEXT_LENGTH).trim();
  const status = withChannels(
    {
      ...(before ?? {
        id,
        developerName: unusedName(draft, 'presenceStatus', developerNameOf(source.name, 'status')),
        channelIds: [],
        sortOrder: 0,
        system: false,
        version: 1,
      }),
      name,
      base,
      text,
      description: (source.description ?? before?.description ?? '').slice(0, TEXT_LENGTH),
      agentCanSet: source.agentCanSet ?? before?.agentCanSet ?? true,
      active: source.active ?? before?.active ?? true,
    },
    planning,
  );
  statusIds.set(id, status.id);
  planning.take('presenceStatus', status.id);
  const change = draft.presenceStatus.put(status);
  lines.add('presenceStatus', { name: status.developerName, file, warnings, unmodelled }, change);
}

/** Work streams define which bases may get their work, so they also open the system statuses. */
export function extendSystemStatuses(planning: Planning): void {
  const { draft, lines } = planning;
  if (planning.channelIds.length === 0) return;
  for (const status of draft.presenceStatus.all()) {
    if (!status.system || planning.taken('presenceStatus', status.id)) continue;
    const change = draft.presenceStatus.put(withChannels(status, planning));
    if (change.action === 'update')
      lines.add('presenceStatus', { name: status.developerName, file: null }, change);
  }
}

function systemStatusOf(
  { id, managed, base }: SourcePresence,
  { draft }: Planning,
): PresenceStatus | undefined {
  const known = Object.hasOwn(systemPresences, id) ? systemPresences[id] : undefined;
  if (known) return draft.presenceStatus.named(known);
  if (!managed || base === null) return undefined;
  return draft.presenceStatus.all().find((one) => one.system && one.agentCanSet && one.base === base);
}

function matching(name: string, id: string, planning: Planning): PresenceStatus | undefined {
  const { presenceStatus } = planning.draft;
  const alike = presenceStatus.named(developerNameOf(name, 'status'));
  const free = alike && !alike.system && !planning.taken('presenceStatus', alike.id);
  return presenceStatus.get(id) ?? (free ? alike : undefined);
}

/** Dynamics has no default base either; Busy routes nothing. */
function missingBase(warnings: Remark[]): BaseStatus {
  warnings.push(remark('VALUE_MISSING', { setting: 'msdyn_basepresencestatus', used: 'busy' }));
  return 'busy';
}

/** Open for every imported channel whose work its base may get. Channels are added, never removed. */
function withChannels(status: PresenceStatus, { draft, channelIds }: Planning): PresenceStatus {
  if (status.base === 'offline' || (status.system && !status.agentCanSet)) return status;
  const open = channelIds.filter((id) => draft.serviceChannel.get(id)?.allowedBases.includes(status.base));
  return { ...status, channelIds: [...new Set([...status.channelIds, ...open])] };
}
