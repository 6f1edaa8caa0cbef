import { useMemo, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isOmniChannelUser, newUser, type User } from '#core/setup/people.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import { SelectField } from '../../controls/field.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { NEW } from '../places.ts';
import { PreviewSection } from '../preview/preview-section.tsx';
import { type ConfigurationValues, prepare } from './values.ts';

/** More are found on their own pages. */
const MAX_OPTIONS = 100;

/** Placeholder while no user takes part in routing. */
const nobody: User = { ...newUser, id: '', username: '', name: '–', version: 1 };

/** What one agent would see with the settings as they are in the form. */
export function ConfigurationPreview({ stored }: { readonly stored: PresenceConfiguration | null }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const values = useWatch() as ConfigurationValues;
  const [chosen, setChosen] = useState('');
  const { userIds, profileIds } = values;
  const offered = useMemo(() => {
    const [users, profiles] = [new Set(userIds), new Set(profileIds)];
    const assigned = (user: User) => users.has(user.id) || profiles.has(user.profileId ?? '');
    const agents = picture.users.filter((user) => user.active && isOmniChannelUser(user));
    return [...agents.filter(assigned), ...agents.filter((user) => !assigned(user))].slice(0, MAX_OPTIONS);
  }, [picture.users, userIds, profileIds]);
  const agent = offered.find(({ id }) => id === chosen) ?? offered[0] ?? nobody;
  const id = stored?.id ?? NEW;
  const configuration = {
    id,
    name: values.name,
    developerName: values.developerName,
    settings: prepare(values).settings,
    version: 1,
  };
  const setUp = {
    ...picture,
    configurations: [...picture.configurations.filter((one) => one.id !== id), configuration],
  };
  return (
    <PreviewSection user={{ ...agent, presenceConfigurationId: id }} setUp={setUp}>
      <SelectField
        label={t('setup.preview.as')}
        hint={t('setup.preview.asHint')}
        value={agent.id}
        onChange={({ target }) => setChosen(target.value)}
      >
        {(offered.length > 0 ? offered : [nobody]).map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
    </PreviewSection>
  );
}
