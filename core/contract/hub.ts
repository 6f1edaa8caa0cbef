/**
 * The hub's contract for the agent runtime: sign-in over HTTP, everything else over one WebSocket per device. Setup and
 * supervision add their own routers.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ConversationEvent, Message } from '../conversations/message.ts';
import { workingRoles } from '../presence/working-roles.ts';
import { WhyNoWork } from '../routing/reasons.ts';
import type { AgentSnapshot } from '../snapshot.ts';
import { Id, Instant, Role } from '../vocabulary.ts';
import { Command, Done, procedure } from './base.ts';
import * as c from './commands.ts';

/** Every signed-in user has a link, if only to use Setup. */
const everybody = [...workingRoles, 'admin'] as const;

const command = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) =>
  procedure(...workingRoles)
    .input(input.extend(Command.shape))
    .output(Done);
const commands = <Inputs extends Readonly<Record<string, z.ZodObject>>>(inputs: Inputs) =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, command(input)])) as {
    readonly [Name in keyof Inputs]: ReturnType<typeof command<Inputs[Name]['shape']>>;
  };

/**
 * A snapshot on the wire. It is validated by the reader (`readTolerantly`), not by the sender: one record that the
 * schema rejects must not cost the agent all the others.
 */
const Pushed = z.custom<AgentSnapshot>((value) => typeof value === 'object' && value !== null);

export const hubContract = {
  auth: {
    signIn: procedure('public')
      .input(
        z.object({
          username: z.string().max(200),
          password: z.string().max(500),
          device: z.string().max(200).default(''),
        }),
      )
      .output(
        z.object({
          token: z.string(),
          expiresAt: Instant,
          userId: Id,
          name: z.string(),
          roles: z.array(Role),
        }),
      ),
    signOut: procedure(...everybody)
      .input(z.object({}))
      .output(z.object({})),
    changePassword: procedure(...everybody)
      .input(z.object({ current: z.string().max(500), next: z.string().min(1).max(500) }))
      .output(z.object({})),
  },
  link: {
    /**
     * Announces this device and streams the agent's snapshot, in full, on every change. The first snapshot signs the
     * agent in to routing. `resumes` = this is the same run of the application.
     */
    watch: procedure(...everybody)
      .input(z.object({ deviceId: Id, deviceName: z.string().max(200), runId: Id }))
      .output(eventIterator(Pushed)),
    /** Every 10 s. An answer means that the hub has recorded the heartbeat. */
    beat: procedure(...everybody)
      .input(z.object({ deviceId: Id }))
      .output(z.object({ hubTime: Instant })),
    /** Makes this device the ringing one. */
    ringHere: procedure(...everybody)
      .input(Command.extend({ deviceId: Id }))
      .output(Done),
    /** Counted in a metric; no other effect. */
    soundFailed: procedure(...everybody)
      .input(z.object({ what: z.string().max(200) }))
      .output(z.object({})),
  },
  presence: {
    ...commands(c.agentCommands.presence),
    reportActivity: command(c.ReportActivity),
    /**
     * Sets Offline at once. Wrap-ups continue; open conversations return to the queue when `handOverOpenWork` is set.
     */
    signOut: procedure(...everybody)
      .input(Command.extend({ handOverOpenWork: z.boolean().default(false) }))
      .output(Done),
    whyNoWork: procedure(...workingRoles)
      .input(z.object({}))
      .output(WhyNoWork),
  },
  work: {
    ...commands(c.agentCommands.work),
    destinations: procedure(...workingRoles)
      .input(c.OfWork)
      .output(c.TransferDestinations),
  },
  conversation: {
    /**
     * Streams one conversation of this agent: its history, then increments. `after` = the last number the caller
     * already has.
     */
    watch: procedure(...workingRoles)
      .input(c.OfConversation.extend({ after: z.number().int().nonnegative().default(0) }))
      .output(eventIterator(ConversationEvent)),
    older: procedure(...workingRoles)
      .input(c.OlderMessages)
      .output(z.array(Message)),
    /** Idempotent for the same `clientId`. */
    send: procedure(...workingRoles)
      .input(c.SendMessage)
      .output(Message),
    typing: procedure(...workingRoles)
      .input(c.Typing)
      .output(z.object({})),
    markRead: procedure(...workingRoles)
      .input(c.MarkRead)
      .output(z.object({})),
    panel: procedure(...workingRoles)
      .input(c.OfConversation)
      .output(c.CustomerPanel),
  },
  practice: commands(c.agentCommands.practice),
};
export type HubContract = typeof hubContract;
