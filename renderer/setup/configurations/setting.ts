/** How a setting stands in the form: where its value is, and what the others say about it. */
import { useWatch } from 'react-hook-form';
import { compareStatuses } from '#core/presence/status-rules.ts';
import { disabledSettings, type SettingPath } from '#core/setup/presence-configuration-rules.ts';
import type { PresenceConfigurationSettings } from '#core/setup/presence-configuration.ts';
import { problemText } from '../form/schema-resolver.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { type ConfigurationValues, rulesOf } from './values.ts';

/** The settings as they are in the form now. */
export const useSettings = () => useWatch({ name: 'settings' }) as PresenceConfigurationSettings;

/** The statuses that a setting may change to, in menu order; one that it names already stays in sight when retired. */
export function useTargets(chosen: string | null | undefined): ReadonlyArray<{ id: string; name: string }> {
  return useSetupSnapshot()
    .statuses.filter(({ id, active }) => active || id === chosen)
    .sort(compareStatuses);
}

/**
 * Gives a function that makes the properties of a setting's control: disabled with the reason when another setting
 * rules it out, else what is worth a word about its value, else the usual hint.
 */
export function useSettingProps() {
  const picture = useSetupSnapshot();
  const values = useWatch() as ConfigurationValues;
  const out = disabledSettings(values.settings);
  const { warnings } = rulesOf(values, picture);
  return (path: SettingPath, hint?: string) => {
    const name = `settings.${path}`;
    const code = out.get(path);
    if (code) return { name, disabled: true, hint: problemText({ code }) };
    const warning = warnings.find(({ field }) => field === name);
    const words = warning ? problemText(warning) : hint;
    return words === undefined ? { name } : { name, hint: words };
  };
}
