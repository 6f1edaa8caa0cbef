/** Users and user profiles (a profile is a template of properties, Dynamics; and grants statuses, SimplyChat). */
import { z } from 'zod';
import { CAPACITY_UNITS } from '../defaults.ts';
import { Supervises } from '../supervision/scope.ts';
import { Id, Language, Role } from '../vocabulary.ts';
import { DeveloperName, RecordName, Version } from './names.ts';

const properties = {
  /** Whole units; `null` = not set here. */
  capacity: z.number().int().min(CAPACITY_UNITS.least).max(CAPACITY_UNITS.most).nullable(),
  defaultStatusId: Id.nullable(),
  presenceConfigurationId: Id.nullable(),
  channelIds: z.array(Id),
  statusIds: z.array(Id),
};

export const UserProfile = z.object({
  id: Id,
  name: RecordName,
  developerName: DeveloperName,
  description: z.string().max(500),
  ...properties,
  version: Version,
});
export type UserProfile = z.infer<typeof UserProfile>;

/** A user or profile without any properties set: everything falls back to the next level. */
export const noProperties: Pick<UserProfile, keyof typeof properties> = {
  capacity: null,
  defaultStatusId: null,
  presenceConfigurationId: null,
  channelIds: [],
  statusIds: [],
};

export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(100)
  .regex(/^[^\s]+$/);

export const User = z.object({
  id: Id,
  username: Username,
  name: RecordName,
  firstName: z.string().trim().max(100),
  nickname: z.string().trim().max(100),
  alias: z.string().trim().max(100),
  roles: z.array(Role),
  profileId: Id.nullable(),
  language: Language.nullable(),
  active: z.boolean(),
  /** The scope of a supervisor; `null` = unlimited. */
  supervises: Supervises.default(null),
  ...properties,
  version: Version,
});
export type User = z.infer<typeof User>;

/** Defaults of a new user: an agent with only a name. */
export const newUser: Omit<User, 'id' | 'username' | 'name' | 'version'> = {
  firstName: '',
  nickname: '',
  alias: '',
  roles: ['agent'],
  profileId: null,
  language: null,
  active: true,
  supervises: null,
  ...noProperties,
};

/**
 * A user with the agent or the supervisor role takes part in routing and is listed among the omni-channel users. D365.
 */
export const isOmniChannelUser = ({ roles }: Pick<User, 'roles'>): boolean =>
  roles.includes('agent') || roles.includes('supervisor');
