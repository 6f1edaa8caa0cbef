/** Settings of one person on one device; kept by the shell in a file, shown in Preferences. */
import { z } from 'zod';
import { alertKinds } from '../supervision/floor.ts';
import { Id, Language } from '../vocabulary.ts';

export const LocalSettings = z.object({
  language: z.union([Language, z.literal('system')]),
  theme: z.enum(['light', 'dark', 'system']),
  /** 0–1. */
  volume: z.number().min(0).max(1),
  /** Output device for ringing; `''` = the system's. */
  ringSinkId: z.string().max(500),
  /** Ring also while this application is in front. */
  soundInThisWindow: z.boolean(),
  messageSound: z.boolean(),
  /** No sounds but the connection alarm until then; `null` = off. */
  muteUntil: z.number().nullable(),
  /** Opens with the person's session; only where the shell can (`capabilities.startAtLogin`). */
  startAtLogin: z.boolean(),
  /** Accept and decline from any application; only where the shell can. */
  globalShortcuts: z.boolean(),
  /** The welcome card of the first start was put away. */
  welcomed: z.boolean(),
  /** What does not call the supervisor on this device. */
  silencedAlerts: z.array(z.enum(alertKinds)),
  /** Columns of the supervisor's table of agents that are not wanted. */
  hiddenAgentColumns: z.array(z.string().max(40)).max(40),
  /** Open tabs of the workspace (work item ids), in order, and the one in front. */
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
  welcomed: false,
  silencedAlerts: [],
  hiddenAgentColumns: [],
  workspace: { tabs: [], active: null },
};
