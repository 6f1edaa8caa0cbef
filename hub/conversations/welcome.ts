/** What the customer's page shows before a chat. */
import type { HubContext } from '../unit/context.ts';
import { isStaffed } from './staffed.ts';
import { customerQueue } from './start.ts';

export interface Welcome {
  /** The name of the contact centre. */
  readonly centre: string;
  readonly queue: { readonly developerName: string; readonly name: string };
  readonly welcome: string;
  /** Agents of this queue are signed in. */
  readonly staffed: boolean;
}

/** `developerName` null = the default queue. @throws NOT_FOUND */
export async function readWelcome(context: HubContext, developerName: string | null): Promise<Welcome> {
  const queue = customerQueue(context, developerName);
  return {
    centre: context.directory.settings.centreName,
    queue: { developerName: queue.developerName, name: queue.name },
    welcome: queue.texts.welcome,
    staffed: await isStaffed(context, queue.id),
  };
}
