import type { UserProfile } from '#core/setup/people.ts';
import { developerNameOf, truncatedName, resolveAll } from '../planning.ts';
import { remark } from '../remarks.ts';
import type { SourceGrants } from './model.ts';
import type { Planning } from './planning-context.ts';

/**
 * Profiles and permission sets as user profiles, if they grant statuses or are named in an assignment. Grants are added
 * and revoked as the file says; statuses it does not mention stay granted. Returns a function that writes their lines
 * once the assignments are known; it returns the ids of those profiles.
 */
export function planGrants({ draft, picture, lines, statusNames }: Planning): () => Set<string> {
  const named = new Set(
    picture.configurations.flatMap(({ profiles }) =>
      profiles.map((name) => developerNameOf(name, 'profile').toLowerCase()),
    ),
  );
  const known = new Map<string, string>();
  const finish: Array<() => void> = [];
  const written = new Set<string>();
  for (const source of picture.grants) {
    const name = developerNameOf(source.name, 'profile');
    const said = { name, file: source.file, unmodelled: source.unmodelled };
    const warnings = [...source.remarks];
    const key = `${source.kind} ${name.toLowerCase()}`;
    if (known.has(key)) {
      lines.skip('userProfile', said, remark('DUPLICATE', { file: known.get(key)! }));
      continue;
    }
    known.set(key, source.file);
    const before = draft.userProfile.named(name);
    const wanted = source.kind === 'profile' && (before !== undefined || named.has(name.toLowerCase()));
    if (source.statuses.length === 0 && !wanted) {
      lines.skip('userProfile', { ...said, warnings }, remark('NOTHING_HERE'));
      continue;
    }
    if (source.kind === 'permission-set') warnings.push(remark('PERMISSION_SET'));
    const list = (enabled: boolean) =>
      source.statuses.filter((one) => one.enabled === enabled).map(({ status }) => status);
    const find = (status: string) => statusNames.find(status, draft);
    const setting = 'servicePresenceStatusAccesses';
    const granted = resolveAll(setting, list(true), find, warnings);
    const revoked = new Set(list(false).flatMap((status) => find(status)?.id ?? []));
    const own = before ?? newProfile(draft.newId(), name, truncatedName(labelOf(source), name, warnings));
    draft.userProfile.put({
      ...own,
      statusIds: [...new Set([...own.statusIds.filter((id) => !revoked.has(id)), ...granted])],
    });
    written.add(own.id);
    finish.push(() => lines.add('userProfile', { ...said, warnings }, draft.userProfile.change(own.id)));
  }
  return () => {
    for (const write of finish) write();
    return written;
  };
}

/** A profile is named after its file. */
const labelOf = (source: SourceGrants) => (source.kind === 'profile' ? source.name : source.label);

const newProfile = (id: string, developerName: string, name: string): UserProfile => ({
  id,
  name,
  developerName,
  description: '',
  capacity: null,
  defaultStatusId: null,
  presenceConfigurationId: null,
  channelIds: [],
  statusIds: [],
  version: 1,
});
