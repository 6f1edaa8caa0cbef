/** A setting of the form: the path of its value, and how other settings affect it. */
import { useWatch } from 'react-hook-form';
import { compareStatuses } from '#core/presence/status-rules.ts';
import { disabledSettings, type SettingPath } from '#core/setup/presence-configuration-rules.ts';
import type { PresenceConfigurationSettings } from '#core/setup/presence-configuration.ts';
import { problemText } from '../form/schema-resolver.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { type ConfigurationValues, rulesOf } from './values.ts';

/** The settings as they are in the form now. */
export const useSettings = () => useWatch({ name: 'settings' }) as PresenceConfigurationSettings;

/** The statuses that a setting may change to, in menu order; a selected one stays visible when retired. */
export function useTargets(chosen: string | null | undefined): ReadonlyArray<{ id: string; name: string }> {
  return useSetupSnapshot()
    .statuses.filter(({ id, active }) => active || id === chosen)
    .sort(compareStatuses);
}

/**
 * Returns a function that builds the properties of a setting's control: disabled with the reason when another setting
 * excludes it, else a remark about its value, else the usual hint.
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
