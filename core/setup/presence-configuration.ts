/**
 * A presence configuration: the settings that a group of agents works under. The shape of its fields; how fields
 * constrain each other is in `presence-configuration-rules.ts`. Source of the settings: Salesforce "Create Presence
 * Configurations"; OQ where marked.
 */
import { z } from 'zod';
import {
  CAPACITY_UNITS,
  EXTENSION_SECONDS,
  EXTENSIONS,
  MISSES_BEFORE_STATUS_CHANGES,
  SOUND_LENGTH_SECONDS,
  WRAP_UP_SECONDS,
} from '../defaults.ts';
import { Id } from '../vocabulary.ts';
import { declineFields, defaultDeclineSettings } from './decline-settings.ts';
import { DeveloperName, RecordName, Version } from './names.ts';

/** A ring tone: the built-in one, or an uploaded one. */
export const NotificationSound = z.union([z.literal('default'), z.object({ soundId: Id })]);
export type NotificationSound = z.infer<typeof NotificationSound>;

/**
 * A wrap-up holds its capacity for its whole time, not at all, or for its first seconds. OQ and D365 "block capacity
 * for wrap-up".
 */
export const WrapUpHold = z.union([
  z.literal('always'),
  z.literal('never'),
  z.object({ firstSeconds: z.number().int().min(1).max(WRAP_UP_SECONDS.most) }),
]);
export type WrapUpHold = z.infer<typeof WrapUpHold>;

/** The name customers see instead of the agent's. Free text may hold {!First_Name}, {!Nickname}, {!User_Alias}. */
const AgentAlias = z.string().trim().max(100);

const SwitchTo = z.object({ statusId: Id }).nullable();
export const AbsenceRule = z.object({ enabled: z.boolean(), statusId: Id.nullable() });
export const IdleRule = AbsenceRule.extend({ afterMinutes: z.number().int().min(1).max(1_440) });

/** Where an agent may transfer to; `all`, or exactly the listed ones. */
export const Destinations = z.object({
  profiles: z.union([z.literal('all'), z.array(Id)]),
  queues: z.union([z.literal('all'), z.array(Id)]),
  /** Salesforce flows, kept on import; never a destination here. */
  flows: z.array(z.string()).default([]),
});
export type Destinations = z.infer<typeof Destinations>;

export const PresenceConfigurationSettings = z.object({
  /** Whole units. */
  capacity: z.number().int().min(CAPACITY_UNITS.least).max(CAPACITY_UNITS.most),
  /** Blank = the same number as `capacity`; a separate pool. */
  interruptibleCapacity: z.number().int().min(CAPACITY_UNITS.least).max(CAPACITY_UNITS.most).nullable(),
  autoAccept: z.boolean(),
  ...declineFields,
  statusOnPushTimeOut: SwitchTo,
  missesBeforeStatusChanges: z
    .number()
    .int()
    .min(MISSES_BEFORE_STATUS_CHANGES.least)
    .max(MISSES_BEFORE_STATUS_CHANGES.most),
  oneAtATime: z.boolean(),
  handBackOffers: z.boolean(),
  requestSound: z.boolean(),
  notificationSound: NotificationSound,
  soundSeconds: z.number().int().min(SOUND_LENGTH_SECONDS.least).max(SOUND_LENGTH_SECONDS.most),
  soundAfterCustomerLeft: z.boolean(),
  disconnectSound: z.boolean(),
  wrapUp: z.boolean(),
  wrapUpSeconds: z.number().int().min(WRAP_UP_SECONDS.leastOnImport).max(WRAP_UP_SECONDS.most).nullable(),
  extend: z.boolean(),
  extensionSeconds: z
    .number()
    .int()
    .min(EXTENSION_SECONDS.leastOnImport)
    .max(EXTENSION_SECONDS.most)
    .nullable(),
  maxExtensions: z.number().int().min(EXTENSIONS.least).max(EXTENSIONS.most).nullable(),
  wrapUpHold: WrapUpHold,
  agentAlias: AgentAlias,
  messagingDestinations: Destinations,
  voiceDestinations: Destinations,
  automaticPresence: z.boolean(),
  idle: IdleRule,
  lock: AbsenceRule,
  suspend: AbsenceRule,
  /** Notifies agents when a supervisor monitors their conversation. OQ. */
  announceReadAlong: z.boolean().default(false),
});
export type PresenceConfigurationSettings = z.infer<typeof PresenceConfigurationSettings>;

export const PresenceConfiguration = z.object({
  id: Id,
  name: RecordName,
  developerName: DeveloperName,
  settings: PresenceConfigurationSettings,
  version: Version,
});
export type PresenceConfiguration = z.infer<typeof PresenceConfiguration>;

/**
 * The configuration of a fresh installation; it applies to every user without another one. Capacity and sounds as in
 * Salesforce's default.
 */
export const DEFAULT_CONFIGURATION_DEVELOPER_NAME = 'default_presence_config';
export const defaultConfigurationSettings: PresenceConfigurationSettings = {
  capacity: CAPACITY_UNITS.usual,
  interruptibleCapacity: null,
  autoAccept: false,
  ...defaultDeclineSettings,
  statusOnPushTimeOut: null,
  missesBeforeStatusChanges: 1,
  oneAtATime: false,
  handBackOffers: true,
  requestSound: true,
  notificationSound: 'default',
  soundSeconds: SOUND_LENGTH_SECONDS.usual,
  soundAfterCustomerLeft: false,
  disconnectSound: true,
  wrapUp: false,
  wrapUpSeconds: null,
  extend: false,
  extensionSeconds: null,
  maxExtensions: null,
  wrapUpHold: 'always',
  agentAlias: '',
  messagingDestinations: { profiles: 'all', queues: 'all', flows: [] },
  voiceDestinations: { profiles: 'all', queues: 'all', flows: [] },
  automaticPresence: false,
  idle: { enabled: false, statusId: null, afterMinutes: 10 },
  lock: { enabled: false, statusId: null },
  suspend: { enabled: false, statusId: null },
  announceReadAlong: false,
};
