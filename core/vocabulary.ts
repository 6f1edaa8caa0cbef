/** The closed enumerations of the domain (the field's standard terms). All other code refers to these names. */
import { z } from 'zod';
import { MAX_FIELD_LENGTH, MAX_FIELDS } from './defaults.ts';
import { VisibleName } from './text/clean-text.ts';

/** The five base statuses, in the order of every menu. */
export const baseStatuses = ['available', 'busy', 'busy-dnd', 'away', 'offline'] as const;
export const BaseStatus = z.enum(baseStatuses);
export type BaseStatus = z.infer<typeof BaseStatus>;

/** State of the link between an agent's application and the hub, as the hub sees it. */
export const LinkState = z.enum(['connected', 'unsteady', 'lost']);
export type LinkState = z.infer<typeof LinkState>;

/** Why a presence period began. Every change is recorded with exactly one of these. */
export const presenceReasons = [
  'manual',
  'tray',
  'next-status',
  'login',
  'decline',
  'push-time-out',
  'auto-load',
  'schedule',
  'idle',
  'lock',
  'suspend',
  'link-lost',
  'link-restored',
  'supervisor',
  'configuration',
  'sign-out',
] as const;
export const PresenceReason = z.enum(presenceReasons);
export type PresenceReason = z.infer<typeof PresenceReason>;

/** What kind of work a service channel carries. */
export const ChannelKind = z.enum(['chat', 'messaging', 'voice', 'email', 'case', 'lead', 'custom']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** An agent has two pools of capacity; an item takes from one of them. */
export const CapacityPool = z.enum(['primary', 'interruptible']);
export type CapacityPool = z.infer<typeof CapacityPool>;

export const RoutingModel = z.enum(['least-active', 'most-available', 'external']);
export type RoutingModel = z.infer<typeof RoutingModel>;

export const Role = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof Role>;

/** States of a work item. `closed` and `cancelled` are terminal. */
export const WorkItemState = z.enum([
  'queued',
  'offered',
  'open',
  'on-hold',
  'wrapping-up',
  'closed',
  'cancelled',
]);
export type WorkItemState = z.infer<typeof WorkItemState>;

/** States of agent work: one item assigned to one agent. The first three are live, the rest terminal. */
export const agentWorkStates = [
  'offered',
  'opened',
  'wrap-up',
  'closed',
  'declined',
  'declined-on-push-time-out',
  'withdrawn',
  'unavailable',
  'superseded',
  'transferred',
  'failed',
] as const;
export const AgentWorkState = z.enum(agentWorkStates);
export type AgentWorkState = z.infer<typeof AgentWorkState>;
export const liveAgentWorkStates = ['offered', 'opened', 'wrap-up'] as const;

/** Who ended the work. */
export const EndedBy = z.enum(['agent', 'customer', 'supervisor', 'system']);
export type EndedBy = z.infer<typeof EndedBy>;

export const Language = z.enum(['en', 'ko']);
export type Language = z.infer<typeof Language>;

/** Milliseconds since 1970 UTC by the hub's clock. */
export const Instant = z.number().int().nonnegative();
export const Id = z.string().min(1).max(64);
/** Integers that every database can store: 32 bits. */
export const WholeNumber = z.number().int().min(-2_147_483_648).max(2_147_483_647);
/** Capacity and sizes are whole thousandths of a unit, so that percentages stay exact (5 units = 5000). */
export const Thousandths = z.number().int().nonnegative();

/** Fields of a work item by name: at most 50, each with a value of at most 1,000 characters. */
export const Fields = z
  .record(VisibleName(60), z.string().max(MAX_FIELD_LENGTH))
  .refine((fields) => Object.keys(fields).length <= MAX_FIELDS, {
    params: { code: 'TOO_MANY_FIELDS' },
    message: `more than ${MAX_FIELDS} fields`,
  });
export type Fields = z.infer<typeof Fields>;
