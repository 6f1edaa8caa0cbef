import { CAPACITY_UNITS } from '#core/defaults.ts';
import { newUser, type User, Username } from '#core/setup/people.ts';
import { dangling, truncatedName, within } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourceUser } from './model.ts';
import type { Planning } from './planning-context.ts';
import { systemPresences } from './plan-presence.ts';

/** In Dynamics every user may choose every presence; here a profile grants them. */
const PROFILE = 'Dynamics_Agents';
const PROFILE_NAME = 'Dynamics agents';
const SHORT_NAME_LENGTH = 100;

/** The profile with the statuses that Dynamics grants to all users. Returns its id. */
export function planUserProfile({ draft, lines, statusIds }: Planning): string {
  const before = draft.userProfile.named(PROFILE);
  const imported = new Set(statusIds.values());
  const granted = draft.presenceStatus
    .all()
    .filter(({ id, agentCanSet, system }) => agentCanSet && (system || imported.has(id)))
    .map(({ id }) => id);
  const profile = {
    ...(before ?? {
      id: draft.newId(),
      name: PROFILE_NAME,
      developerName: PROFILE,
      description: '',
      capacity: null,
      defaultStatusId: null,
      presenceConfigurationId: null,
      channelIds: [],
      version: 1,
    }),
    statusIds: [...new Set([...(before?.statusIds ?? []), ...granted])],
  };
  lines.add('userProfile', { name: PROFILE, file: null }, draft.userProfile.put(profile));
  return profile.id;
}

/** A user in the source is created; the password has to be set here. */
export function planUser(
  source: SourceUser & { readonly application?: boolean },
  profileId: string | null,
  planning: Planning,
): void {
  const { draft, lines } = planning;
  const { id, file, unmodelled } = source;
  const warnings = [...source.remarks];
  const username = Username.safeParse(source.username ?? '');
  const said = { name: username.data ?? source.name ?? id, file, warnings, unmodelled };
  if (source.application) return lines.skip('user', said, remark('NOT_A_PERSON'));
  if (!username.success) return lines.skip('user', said, remark('NAME_MISSING'));
  const alike = draft.user.named(username.data);
  const before = draft.user.get(id) ?? alike;
  if (before && before.id !== id) warnings.push(remark('USER_LIKE_ANOTHER'));
  const name = truncatedName(source.name, before?.name ?? username.data, warnings);
  const firstName = (source.firstName ?? before?.firstName ?? name.split(/\s+/)[0] ?? name).slice(
    0,
    SHORT_NAME_LENGTH,
  );
  const user: User = {
    ...(before ?? {
      ...newUser,
      id,
      alias: firstName,
      version: 1,
    }),
    // Usernames are unique: an existing user keeps the name.
    username: before && alike && alike.id !== before.id ? before.username : username.data,
    name,
    firstName,
    nickname: (source.nickname ?? before?.nickname ?? firstName).slice(0, SHORT_NAME_LENGTH),
    active: source.active ?? before?.active ?? true,
    profileId: before?.profileId ?? profileId,
    capacity: within('msdyn_capacity', source.capacity, CAPACITY_UNITS, warnings) ?? before?.capacity ?? null,
    defaultStatusId: defaultStatusOf(source, before, planning, warnings),
  };
  if (!before) warnings.push(remark('USER_CANNOT_SIGN_IN'));
  lines.add('user', said, draft.user.put(user));
}

function defaultStatusOf(
  { defaultPresence }: SourceUser,
  before: User | undefined,
  { draft, statusIds }: Planning,
  warnings: Remark[],
): string | null {
  const kept = before?.defaultStatusId ?? null;
  if (defaultPresence === null) return kept;
  const system = draft.presenceStatus.named(systemPresences[defaultPresence] ?? '');
  const found = statusIds.get(defaultPresence) ?? system?.id;
  if (found !== undefined) return found;
  dangling('msdyn_defaultpresenceiduser', [defaultPresence], warnings);
  return kept;
}
