/** Contents of a backup. A new table does not compile until it is listed here as included or excluded. */
import { setupNouns } from '#core/setup/nouns.ts';
import { type SetupTable, storedNoun } from '../directory/stored-nouns.ts';
import type { Database } from '../store/schema.ts';

/** All of Setup. */
const setupTables = Object.fromEntries(setupNouns.map((noun) => [storedNoun(noun).table, true])) as Record<
  SetupTable,
  true
>;

const inBackup: Readonly<Record<keyof Database, boolean>> = {
  ...setupTables,
  sound: true,
  setting: true,
  /** A sign-in that has ended since must not become valid again: after a restore all users sign in again. */
  token: false,
  known_address: true,
  hub: false,
  signing_key: true,
  api_key: true,
  webhook: true,
  webhook_delivery: true,
  audit: true,
  agent_state: true,
  device: true,
  presence_period: true,
  work_item: true,
  agent_work: true,
  transfer: true,
  exclusion: true,
  deadline: true,
  command: true,
  notice: true,
  customer: true,
  conversation: true,
  message: true,
  work_event: true,
  queue_day: true,
  agent_day: true,
  summed_day: true,
};

/** All tables of OnQueue. */
export const ourTables = Object.keys(inBackup) as readonly (keyof Database)[];

/** Whether the rows of this table are in a backup. */
export const belongsInBackup = (table: string): boolean => inBackup[table as keyof Database] ?? false;
