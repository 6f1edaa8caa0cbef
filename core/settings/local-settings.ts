/** Settings of one user on one device; the shell stores them in a file, Preferences shows them. */
import { z } from 'zod';
import { alertKinds } from '../supervision/floor.ts';
import { Id, Language } from '../vocabulary.ts';

/** `preview` = also pre-releases; `none` = no update checks. */
export const UpdateChannel = z.enum(['stable', 'preview', 'none']);
export type UpdateChannel = z.infer<typeof UpdateChannel>;

export const LocalSettings = z.object({
  language: z.union([Language, z.literal('system')]),
  theme: z.enum(['light', 'dark', 'system']),
  /** 0–1. */
  volume: z.number().min(0).max(1),
  /** Output device for ringing; `''` = the system's. */
  ringSinkId: z.string().max(500),
  /** Rings also while this application is in the foreground. */
  soundInThisWindow: z.boolean(),
  messageSound: z.boolean(),
  /** Mutes all sounds except the connection alarm until then; `null` = off. */
  muteUntil: z.number().nullable(),
  /** Starts when the user logs in to the system; only where the shell can (`capabilities.startAtLogin`). */
  startAtLogin: z.boolean(),
  /** Accept and decline from any application; only where the shell supports it. */
  globalShortcuts: z.boolean(),
  /** Update channel of this installation; only where the shell can update (`capabilities.updates`). */
  updateChannel: UpdateChannel,
  /** The welcome card of the first start was dismissed. */
  welcomed: z.boolean(),
  /** Alert kinds silenced on this device. */
  silencedAlerts: z.array(z.enum(alertKinds)),
  /** Hidden columns of the supervisor's table of agents. */
  hiddenAgentColumns: z.array(z.string().max(40)).max(40),
  /** Open tabs of the workspace (work item ids), in order, and the active one. */
  workspace: z.object({ tabs: z.array(Id).max(200), active: Id.nullable() }),
});
export type LocalSettings = z.infer<typeof LocalSettings>;
export const LocalSettingsPatch = LocalSettings.partial();
export type LocalSettingsPatch = z.infer<typeof LocalSettingsPatch>;

export const defaultLocalSettings: LocalSettings = {
  language: 'system',
  theme: 'system',
  volume: 0.8,
  ringSinkId: '',
  soundInThisWindow: true,
  messageSound: true,
  muteUntil: null,
  startAtLogin: false,
  globalShortcuts: false,
  updateChannel: 'stable',
  welcomed: false,
  silencedAlerts: [],
  hiddenAgentColumns: [],
  workspace: { tabs: [], active: null },
};
