import type { PresenceStatus } from '#core/setup/presence-status.ts';
import { developerNameOf, truncatedName, resolveAll, type RecordNotes } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourceStatus } from './model.ts';
import type { Planning } from './planning-context.ts';

/** Suffix for a status that has the name of a system status and another meaning. */
const OTHER = '_sf';

/** Whether a system status has Salesforce's meaning: online with channels, busy without. */
export const sameMeaning = (system: PresenceStatus, open: boolean): boolean =>
  system.agentCanSet &&
  (open ? system.base === 'available' : !['available', 'offline'].includes(system.base));

/** Salesforce has no base status: a status with channels is Available, one without is Busy. */
export function planStatus(
  source: SourceStatus,
  said: RecordNotes & { readonly warnings: Remark[] },
  { draft, lines, statusNames }: Planning,
): void {
  const { warnings } = said;
  const findChannel = (name: string) => draft.serviceChannel.named(developerNameOf(name, 'channel'));
  const channelIds = resolveAll('channels', source.channels, findChannel, warnings);
  const open = source.channels.length > 0;
  const alike = draft.presenceStatus.named(said.name);
  const foreign = alike?.system === true && !sameMeaning(alike, open);
  const developerName = foreign ? `${said.name}${OTHER}` : said.name;
  if (foreign) {
    warnings.push(remark('SYSTEM_NAME', { name: said.name, used: developerName }));
    statusNames.keep(said.name, developerName);
  }
  const before = foreign ? draft.presenceStatus.named(developerName) : alike;
  if (before?.system) {
    if (source.label !== null && source.label !== before.name)
      warnings.push(remark('SYSTEM_KEPT', { label: source.label }));
    const change = draft.presenceStatus.put({
      ...before,
      channelIds: sameSet(before.channelIds, channelIds),
    });
    return lines.add('presenceStatus', said, change);
  }
  const name = truncatedName(source.label, before?.name ?? said.name, warnings);
  const change = draft.presenceStatus.put({
    ...(before ?? {
      id: draft.newId(),
      developerName,
      base: open ? 'available' : 'busy',
      description: '',
      agentCanSet: true,
      active: true,
      sortOrder: 0,
      system: false,
      version: 1,
    }),
    // A text that was edited here stays; one that equals the name follows it.
    text: before === undefined || before.text === before.name ? name : before.text,
    name,
    ...(before && before.channelIds.length > 0 !== open ? { base: open ? 'available' : 'busy' } : {}),
    channelIds: sameSet(before?.channelIds ?? [], channelIds),
  });
  lines.add('presenceStatus', { ...said, name: developerName }, change);
}

/** The order of channels has no meaning: the existing one is kept. */
function sameSet(here: readonly string[], said: readonly string[]): string[] {
  return here.length === said.length && said.every((id) => here.includes(id)) ? [...here] : [...said];
}
