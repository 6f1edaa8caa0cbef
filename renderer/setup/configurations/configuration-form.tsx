import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import { bridge } from '../../bridge/connection.ts';
import { membership } from '../form/membership.ts';
import { useMoveConfirmation } from '../form/moves-dialog.tsx';
import { RecordForm } from '../form/record-form.tsx';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { NEW } from '../places.ts';
import { AssignSections } from './assign-sections.tsx';
import { AgentSettings } from './agent-settings.tsx';
import { ConfigurationPreview } from './configuration-preview.tsx';
import { AudioSettings, BasicInformation, DeclineReasons, WrapUpTime } from './work-sections.tsx';
import { ConfigurationValues, empty, isDefault, prepare, ranges, rulesOf, valuesOf } from './values.ts';

const nobody = { add: [], remove: [] };
/** A copy contains the behaviour only: assignments would be taken from the original. */
const copied = { userIds: [], profileIds: [] };

/** One presence configuration: behaviour and assignments, saved together. */
export function ConfigurationForm({ opened }: { readonly opened: Opened<PresenceConfiguration> }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const { users, profiles } = picture;
  const { stored } = opened;
  const { ask, dialog } = useMoveConfirmation(
    t('setup.configuration.movesTitle'),
    t('setup.configuration.movesText'),
  );
  return (
    <>
      <RecordForm
        place="configurations"
        opened={opened}
        empty={empty}
        valuesOf={useCallback(
          (record: PresenceConfiguration) => valuesOf(record, { users, profiles }),
          [users, profiles],
        )}
        copied={copied}
        prefix="configuration"
        schema={ConfigurationValues}
        ranges={ranges}
        prepare={prepare}
        check={(given) => rulesOf(given, picture).problems}
        save={async ({ record: { userIds, profileIds, ...record }, ...given }, before) => {
          const assigned = {
            users: membership(before.userIds, userIds) ?? nobody,
            profiles: membership(before.profileIds, profileIds) ?? nobody,
          };
          const moves = await bridge.setup.moves({
            configurationId: given.id ?? NEW,
            userIds: assigned.users.add,
            profileIds: assigned.profiles.add,
          });
          if (!(await ask(moves))) return null;
          const confirmed = moves.map((move) => move.id);
          return bridge.setup.save.configuration({ ...given, record, assign: { ...assigned, confirmed } });
        }}
        removable={stored === null || !isDefault(stored)}
      >
        <BasicInformation stored={stored} />
        <AudioSettings />
        <WrapUpTime />
        <DeclineReasons />
        <AgentSettings />
        <AssignSections stored={stored} />
        <ConfigurationPreview stored={stored} />
      </RecordForm>
      {dialog}
    </>
  );
}
