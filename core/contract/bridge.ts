/**
 * The bridge between the renderer and its shell: over a MessagePort in the desktop shell, over a WebSocket in the
 * browser shell. Commands are those of the agent; the shell adds command ids and forwards them.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ConversationEvent, Message } from '../conversations/message.ts';
import { WhyNoWork } from '../routing/reasons.ts';
import { LocalSettings, LocalSettingsPatch } from '../settings/local-settings.ts';
import { AgentSnapshot } from '../snapshot.ts';
import { Alert } from '../supervision/floor.ts';
import { Id, Instant } from '../vocabulary.ts';
import { Done, procedure } from './base.ts';
import * as c from './commands.ts';

/**
 * A sound that should be heard now. Cues are derived from state: when the reason ends, the cue is removed and its sound
 * stops.
 */
export const Cue = z.object({
  /** Stable while the same reason lasts; a player plays each id once. */
  id: z.string(),
  what: z.enum([
    'work-request',
    'auto-accepted',
    'connection-lost',
    'connection-back',
    'message',
    'transfer-returned',
    'supervisor-alert',
    'test',
  ]),
  /** Address of the audio file on this page's origin. */
  url: z.string(),
  /** Built-in sound to fall back to when `url` cannot be played. */
  fallbackUrl: z.string(),
  loop: z.boolean(),
  /** By the shell's clock (see `mirror.shellTime`); `null` = play once. */
  until: Instant.nullable(),
  /** 0–1. */
  volume: z.number().min(0).max(1),
  /** Output device, `''` = the system's. */
  sinkId: z.string(),
});
export type Cue = z.infer<typeof Cue>;

export const LinkView = z.object({
  /** `off` = signed out; the other values as in DOMAIN §10. */
  state: z.enum(['off', 'connecting', 'connected', 'unsteady', 'reconnecting', 'lost']),
  since: Instant,
  /** When the next attempt is made. */
  retryAt: Instant.nullable(),
});
export type LinkView = z.infer<typeof LinkView>;

export const Alarm = z.object({
  id: z.string(),
  kind: z.enum([
    'connection-lost',
    'sound-failed',
    'settings-reset',
    'hub-restarting',
    /** The embedded hub has ended and cannot be started again. */
    'hub-failed',
    'signed-out',
    'notifications-blocked',
    'no-tray',
    /** A new version could not replace the running one. */
    'update-failed',
    /** The system does not allow always-on-top windows: other windows may cover an offer. */
    'offers-covered',
    /** The hub presents a different certificate than the trusted one. */
    'certificate-changed',
    /** The certificate has expired or is for another address. */
    'certificate-expired',
    'certificate-another-name',
    /** The hub's protocol version differs from the application's. */
    'hub-too-old',
    'hub-too-new',
    /** Part of what the hub sends cannot be read by this version; the rest is shown. */
    'hub-unreadable',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Alarm = z.infer<typeof Alarm>;

/** Result of playing a cue. */
export const PlayOutcome = z.enum(['playing', 'failed', 'fell-back', 'ended', 'blocked']);
export type PlayOutcome = z.infer<typeof PlayOutcome>;

/** What a policy of the machine can fix. */
export const Managed = z.enum(['hub', 'language', 'startAtLogin', 'updateChannel']);
export type Managed = z.infer<typeof Managed>;

/** A new version that is downloaded and will be installed at the next restart. */
export const UpdateView = z.object({
  version: z.string(),
  /** What a restart would interrupt now; `null` = the user may restart. */
  waitsFor: z.enum(['offer', 'work', 'wrap-up', 'link']).nullable(),
});
export type UpdateView = z.infer<typeof UpdateView>;

/** Everything a window shows; pushed in full on every change. */
export const Mirror = z.object({
  /** Grows with every push of this shell run. */
  revision: z.number().int().nonnegative(),
  shellTime: Instant,
  /** hub clock − shell clock, in milliseconds. Countdowns use (deadline − skew). */
  skew: z.number(),
  link: LinkView,
  account: z.object({ hub: z.string(), embedded: z.boolean(), username: z.string().nullable() }).nullable(),
  /** `null` until the first snapshot arrives; kept while the link is lost. */
  snapshot: AgentSnapshot.nullable(),
  cues: z.array(Cue),
  alarms: z.array(Alarm),
  /** The supervisor's alerts without the kinds silenced on this device; empty for all other users. */
  alerts: z.array(Alert),
  settings: LocalSettings,
  /** This window rings (one per device, on the one ringing device). */
  ringsHere: z.boolean(),
  /** Result of the last sound test, in whichever window it played; `null` = no result yet. */
  soundTest: PlayOutcome.nullable(),
  /** Capability answers, never "which shell is this". */
  capabilities: z.object({
    tray: z.boolean(),
    notifications: z.boolean(),
    globalShortcuts: z.boolean(),
    startAtLogin: z.boolean(),
    /** False where the browser requires a click before it plays sound. */
    soundWithoutClick: z.boolean(),
    /** The installation can update itself. */
    updates: z.boolean(),
  }),
  /** What the organisation fixes on this machine by policy; windows do not offer to change it. */
  managed: z.array(Managed),
  /** `null` = there is none. */
  update: UpdateView.nullable(),
  /** The offer whose decline reasons this window should open; a repeated request has a new time. `null` = none. */
  declining: z.object({ agentWorkId: Id, askedAt: Instant }).nullable(),
  /** The version of the application. */
  version: z.string(),
});
export type Mirror = z.infer<typeof Mirror>;

export const Drafts = z.record(z.string(), z.string());

const bridged = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) =>
  procedure('agent').input(input).output(Done);
const bridgeds = <Inputs extends Readonly<Record<string, z.ZodObject>>>(inputs: Inputs) =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, bridged(input)])) as {
    readonly [Name in keyof Inputs]: ReturnType<typeof bridged<Inputs[Name]['shape']>>;
  };

export const bridgeContract = {
  mirror: {
    watch: procedure('agent')
      .input(z.object({ windowId: Id }))
      .output(eventIterator(Mirror)),
  },
  window: {
    /** What the shell needs to know about a window to decide which one rings, and whether. */
    report: procedure('agent')
      .input(
        z.object({
          windowId: Id,
          visible: z.boolean(),
          focused: z.boolean(),
          audio: z.enum(['running', 'blocked']),
          /** The conversation in the foreground, if any: its messages do not chime. */
          activeWorkItemId: Id.nullable(),
        }),
      )
      .output(z.object({})),
    /** Height of this window's content in CSS pixels, for a shell that fits the window to it. */
    fit: procedure('agent')
      .input(z.object({ windowId: Id, height: z.number().int().min(0).max(10_000) }))
      .output(z.object({})),
    /** Makes this window (and this device) the ringing one. */
    ringHere: procedure('agent')
      .input(z.object({ windowId: Id }))
      .output(z.object({})),
    /** Reports user input in this window; the idle rule counts from it. */
    active: procedure('agent').input(z.object({})).output(z.object({})),
  },
  player: {
    /** Reports the result of playing a cue; a failure shows the warning and increments a metric. */
    report: procedure('agent')
      .input(
        z.object({
          cueId: z.string(),
          outcome: PlayOutcome,
        }),
      )
      .output(z.object({})),
    test: procedure('agent').input(z.object({})).output(z.object({})),
  },
  settings: {
    update: procedure('agent').input(LocalSettingsPatch).output(z.object({})),
    dismissAlarm: procedure('agent')
      .input(z.object({ alarmId: z.string() }))
      .output(z.object({})),
  },
  drafts: {
    all: procedure('agent').input(z.object({})).output(Drafts),
    save: procedure('agent')
      .input(z.object({ workItemId: Id, text: z.string().max(40_000) }))
      .output(z.object({})),
  },
  account: {
    signIn: procedure('agent')
      .input(
        z.object({
          hub: z.string().max(500),
          username: z.string().max(200),
          password: z.string().max(500),
          /** SHA-256 fingerprint of the certificate that the user has checked and trusts for this hub. */
          certificate: z.string().max(200).optional(),
        }),
      )
      .output(z.object({})),
    signOut: procedure('agent')
      .input(z.object({ handOverOpenWork: z.boolean().default(false) }))
      .output(z.object({})),
    /** Changes the user's own password. @throws WRONG_CREDENTIALS, PASSWORD_WEAK */
    changePassword: procedure('agent')
      .input(z.object({ current: z.string().max(500), next: z.string().min(1).max(500) }))
      .output(z.object({})),
    /** Switches back to the hub embedded in the application. */
    useEmbedded: procedure('agent').input(z.object({})).output(z.object({})),
  },
  presence: {
    ...bridgeds(c.agentCommands.presence),
    whyNoWork: procedure('agent').input(z.object({})).output(WhyNoWork),
  },
  work: {
    ...bridgeds(c.agentCommands.work),
    destinations: procedure('agent').input(c.OfWork).output(c.TransferDestinations),
  },
  conversation: {
    watch: procedure('agent').input(c.OfConversation).output(eventIterator(ConversationEvent)),
    older: procedure('agent').input(c.OlderMessages).output(z.array(Message)),
    send: procedure('agent').input(c.SendMessage).output(Message),
    typing: procedure('agent').input(c.Typing).output(z.object({})),
    markRead: procedure('agent').input(c.MarkRead).output(z.object({})),
    panel: procedure('agent').input(c.OfConversation).output(c.CustomerPanel),
  },
  update: {
    /** Restarts into the new version; rejected with `OPEN_WORK` while that would interrupt work. */
    restart: procedure('agent').input(z.object({})).output(z.object({})),
  },
  practice: bridgeds(c.agentCommands.practice),
};
export type BridgeContract = typeof bridgeContract;
