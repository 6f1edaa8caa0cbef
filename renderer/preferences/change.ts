import type { LocalSettingsPatch } from '#core/settings/local-settings.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';

/** Stores a setting of this device; the page shows it once the shell has it. */
export const change = (patch: LocalSettingsPatch) => void attempt(bridge.settings.update(patch));
