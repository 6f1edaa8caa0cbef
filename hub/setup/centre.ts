/** The contact centre as a whole: whether it is still the sample, and starting empty. */
import { AppError } from '#core/errors.ts';
import { type SetupNoun, setupNouns } from '#core/setup/nouns.ts';
import type { HubContext } from '../unit/context.ts';
import { bySystem, writeStatus } from '../ledger/periods.ts';
import { liveItem } from '../store/states.ts';
import type { Unit } from '../unit/unit.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import { storedNoun } from '../directory/stored-nouns.ts';
import { SAMPLE_CENTRE_KEY } from './sample-centre.ts';
import { DEFAULT_CONFIGURATION_ID, defaultConfiguration } from './system-records.ts';
import { putRecord, putHubSettings, putUser } from './write.ts';

export async function readCentre(
  context: HubContext,
): Promise<{ sample: boolean; empty: boolean; conversations: number }> {
  const { channels, queues } = context.directory;
  return {
    sample: await isSample(context),
    empty: channels.size === 0 && queues.size === 0,
    conversations: await context.longReads.read('conversations', null),
  };
}

async function isSample({ store }: HubContext): Promise<boolean> {
  const marked = await store.reader
    .selectFrom('setting')
    .select('key')
    .where('key', '=', SAMPLE_CENTRE_KEY)
    .executeTakeFirst();
  return marked !== undefined;
}

/** Activity in the sample centre; meaningless outside it. */
const history = [
  'message',
  'conversation',
  'agent_work',
  'transfer',
  'exclusion',
  'work_event',
  'notice',
  'work_item',
  'customer',
  'summed_day',
  'agent_day',
  'queue_day',
] as const;
/** Nouns that are not emptied: the system has records of its own, or the users stay. */
const kept: readonly SetupNoun[] = ['status', 'configuration', 'user'];
const records = setupNouns.filter((noun) => !kept.includes(noun)).map((noun) => storedNoun(noun).table);

/**
 * Removes the sample centre, everything added to it and all its activity. Users who can sign in stay, with the system's
 * own statuses. @throws OPEN_WORK while there is open work; NOT_FOUND without a sample centre
 */
export async function startEmpty(context: HubContext, admin: Admin): Promise<void> {
  if (!(await isSample(context))) throw new AppError('NOT_FOUND', { what: 'sample centre' });
  await context.unit(async (unit) => {
    const live = await unit.db
      .selectFrom('work_item')
      .select('id')
      .where(liveItem('state'))
      .limit(1)
      .executeTakeFirst();
    if (live) throw new AppError('OPEN_WORK');
    const { settings, queues, channels, users } = unit.directory;
    await unit.db.deleteFrom('setting').where('key', '=', SAMPLE_CENTRE_KEY).execute();
    await leaveSampleStatuses(unit);
    for (const table of [...history, ...records]) await unit.db.deleteFrom(table).execute();
    await unit.db.deleteFrom('presence_status').where('system', '=', 0).execute();
    await unit.db.deleteFrom('presence_configuration').where('id', '!=', DEFAULT_CONFIGURATION_ID).execute();
    await resetSystemRecords(unit);
    await keepPeople(unit);
    await putHubSettings(unit.db, {
      ...settings,
      centreName: 'OnQueue',
      defaultQueueId: null,
      practice: false,
    });
    const gone = {
      name: settings.centreName,
      queues: queues.size,
      channels: channels.size,
      users: users.size,
    };
    await audit(unit, admin, 'start-empty', 'centre', 'centre', gone, null);
    unit.setupChanged = true;
  });
}

/** Agents in a status of the sample change to the system status of the same base; next status and end are cleared. */
async function leaveSampleStatuses(unit: Unit): Promise<void> {
  const rows = await unit.db.selectFrom('agent_state').select('agent_id').orderBy('agent_id').execute();
  for (const { agent_id } of rows) {
    const agent = await unit.agent(agent_id);
    agent.next_status_id = null;
    agent.previous_status_id = null;
    agent.practice = 0;
    await unit.deadline('practice', agent_id, null);
    await writeStatus(unit, agent, {
      statusId: unit.directory.systemStatus(agent.base).id,
      setBy: bySystem,
      reason: 'configuration',
    });
    agent.previous_status_id = null;
  }
}

async function resetSystemRecords(unit: Unit): Promise<void> {
  for (const status of unit.directory.statuses.values())
    if (status.system && status.channelIds.length > 0)
      await putRecord(unit.db, 'status', { ...status, channelIds: [], version: status.version + 1 });
  const present = unit.directory.defaultConfiguration();
  const { settings } = defaultConfiguration('en');
  await putRecord(unit.db, 'configuration', { ...present, settings, version: present.version + 1 });
}

async function keepPeople(unit: Unit): Promise<void> {
  const statusIds = [...unit.directory.statuses.values()]
    .filter(({ system, agentCanSet }) => system && agentCanSet)
    .map(({ id }) => id);
  const rows = await unit.db.selectFrom('app_user').select(['id', 'password_hash']).execute();
  for (const row of rows) {
    const user = unit.directory.user(row.id);
    if (row.password_hash === '') {
      await unit.db.deleteFrom('app_user').where('id', '=', row.id).execute();
      await unit.db.deleteFrom('agent_state').where('agent_id', '=', row.id).execute();
      await unit.db.deleteFrom('presence_period').where('agent_id', '=', row.id).execute();
      continue;
    }
    await putUser(unit.db, {
      ...user,
      profileId: null,
      defaultStatusId: null,
      presenceConfigurationId: null,
      channelIds: [],
      statusIds,
      version: user.version + 1,
    });
  }
}
