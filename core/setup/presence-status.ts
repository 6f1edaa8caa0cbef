/** A presence status: what an agent may choose (base status + text + the channels it is open for). DOMAIN §2. */
import { z } from 'zod';
import { BaseStatus, Id, WholeNumber } from '../vocabulary.ts';
import { DeveloperName, Version } from './names.ts';

export const PresenceStatusInput = z.object({
  name: z.string().trim().min(1).max(100),
  developerName: DeveloperName,
  base: BaseStatus,
  /** Text on screen: "Away – In Training" is base – text. */
  text: z.string().trim().min(1).max(500),
  description: z.string().max(500).default(''),
  /** Service channels the status is open for; none means it routes nothing. */
  channelIds: z.array(Id).default([]),
  /** False = only the system or a supervisor sets it. */
  agentCanSet: z.boolean().default(true),
  active: z.boolean().default(true),
  /** Order within its base, as dragged by the administrator. */
  sortOrder: WholeNumber.default(0),
});
export type PresenceStatusInput = z.infer<typeof PresenceStatusInput>;

export const PresenceStatus = PresenceStatusInput.extend({
  id: Id,
  /** The five bases and Missed: cannot be deleted or edited; only channels can be added. */
  system: z.boolean(),
  version: Version,
});
export type PresenceStatus = z.infer<typeof PresenceStatus>;
