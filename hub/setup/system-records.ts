/** Records that exist in every hub from the start: the system statuses and the default presence configuration. */
import type { Language } from '#core/vocabulary.ts';
import { formatText } from '#core/i18n/texts.ts';
import {
  DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  defaultConfigurationSettings,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Db } from '../store/store.ts';
import { putRecord } from './write.ts';

const bases = [
  ['available', 'Available'],
  ['busy', 'Busy'],
  ['busy-dnd', 'Busy_DND'],
  ['away', 'Away'],
  ['offline', 'Offline'],
] as const;

/** Their ids are their developer names, so that they are the same records in every database and import. */
export const MISSED_STATUS_ID = 'Missed';
export const DEFAULT_CONFIGURATION_ID = DEFAULT_CONFIGURATION_DEVELOPER_NAME;

export function systemStatuses(language: Language): PresenceStatus[] {
  const status = (
    id: string,
    base: PresenceStatus['base'],
    text: string,
    agentCanSet: boolean,
  ): PresenceStatus => ({
    id,
    name: text,
    developerName: id,
    base,
    text,
    description: '',
    channelIds: [],
    agentCanSet,
    active: true,
    sortOrder: 0,
    system: true,
    version: 1,
  });
  return [
    ...bases.map(([base, id]) => status(id, base, formatText(language, `systemStatuses.${base}`), true)),
    status(MISSED_STATUS_ID, 'busy-dnd', formatText(language, 'systemStatuses.missed'), false),
  ];
}

/** The presence configuration of every user without another one. */
export const defaultConfiguration = (language: Language): PresenceConfiguration => ({
  id: DEFAULT_CONFIGURATION_ID,
  name: language === 'ko' ? '기본 현재 상태 구성' : 'Default Presence Configuration',
  developerName: DEFAULT_CONFIGURATION_DEVELOPER_NAME,
  settings: defaultConfigurationSettings,
  version: 1,
});

/** Writes them to a new database. Returns whether it was new. */
export async function ensureSystemRecords(db: Db, language: Language): Promise<boolean> {
  const known = await db
    .selectFrom('presence_status')
    .select('id')
    .where('system', '=', 1)
    .executeTakeFirst();
  if (known) return false;
  for (const status of systemStatuses(language)) await putRecord(db, 'status', status);
  await putRecord(db, 'configuration', defaultConfiguration(language));
  return true;
}
