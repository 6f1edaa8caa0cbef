/** An agent's effective settings and their sources, for supervisors: the same explanation as in Setup. */
import { explainSettings } from '#core/settings/effective-settings.ts';
import { namedSettings, type NamedSettings } from '#core/settings/named-settings.ts';
import type { Directory } from '../directory/directory.ts';

export function readSettings(directory: Directory, agentId: string): NamedSettings {
  const user = directory.user(agentId);
  const explained = explainSettings({
    user,
    profile: user.profileId === null ? null : (directory.profiles.get(user.profileId) ?? null),
    configurations: [...directory.configurations.values()],
    queues: [...directory.queues.values()],
  });
  return namedSettings(explained, {
    configuration: (id) => directory.configurations.get(id)?.name ?? id,
    status: (id) => directory.statuses.get(id)?.text ?? id,
    channel: (id) => directory.channels.get(id)?.name ?? id,
    queue: (id) => directory.queues.get(id)?.name ?? id,
  });
}
