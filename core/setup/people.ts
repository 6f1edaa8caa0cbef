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

/** The properties of a user or a profile where none is set: everything falls back to what is set elsewhere. */
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
  /** Whom a supervisor is limited to; `null` = nobody is out of reach. */
  supervises: Supervises.default(null),
  ...properties,
  version: Version,
});
export type User = z.infer<typeof User>;

/** What a new user begins with: an agent of whom nothing is known but the name. */
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

/** Whoever has the agent or the supervisor role takes part in routing and appears among the omni-channel users. D365. */
export const isOmniChannelUser = ({ roles }: Pick<User, 'roles'>): boolean =>
  roles.includes('agent') || roles.includes('supervisor');
