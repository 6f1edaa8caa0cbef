import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { PresenceStatus, PresenceStatusInput } from '#core/setup/presence-status.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { Section } from '../../controls/section.tsx';
import { FormArea, FormCheck, FormChoices, FormSelect, FormText } from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { NameFields } from '../form/names.tsx';
import { pickable } from '../form/pickable.ts';
import { RecordForm } from '../form/record-form.tsx';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';

const empty: PresenceStatusInput = {
  name: '',
  developerName: '',
  base: 'available',
  text: '',
  description: '',
  channelIds: [],
  agentCanSet: true,
  active: true,
  sortOrder: 0,
};

function valuesOf(status: PresenceStatus): PresenceStatusInput {
  const { system: _system, ...values } = fieldsOf(status);
  return values;
}

/** One presence status. Of a system status only the channels can be changed. */
export function StatusForm({ opened }: { readonly opened: Opened<PresenceStatus> }) {
  const { t } = useTranslation();
  const { stored } = opened;
  const fixed = stored?.system ?? false;
  return (
    <RecordForm
      place="statuses"
      opened={opened}
      empty={empty}
      valuesOf={valuesOf}
      prefix="status"
      active={fixed ? null : (stored?.active ?? null)}
      removable={!fixed}
    >
      <Section title={t('setup.basicInformation')}>
        {fixed && <p>{t('setup.status.system')}</p>}
        <NameFields prefix="status" saved={stored !== null} disabled={fixed} />
        <FormSelect
          name="base"
          label={t('setup.status.base')}
          options={baseStatuses.map((base) => ({ value: base, text: t(`bases.${base}`) }))}
          disabled={fixed}
        />
        <FormText
          name="text"
          label={t('setup.status.text')}
          hint={t('setup.status.textHint')}
          disabled={fixed}
        />
        <FormArea name="description" label={t('setup.status.description')} disabled={fixed} />
        <Channels />
        <FormCheck
          name="agentCanSet"
          label={t('setup.status.agentCanSet')}
          hint={t('setup.status.agentCanSetHint')}
          disabled={fixed}
        />
      </Section>
    </RecordForm>
  );
}

function Channels() {
  const { t } = useTranslation();
  const { channels } = useSetupSnapshot();
  const chosen = useWatch({ name: 'channelIds' }) as readonly string[];
  return (
    <FormChoices
      name="channelIds"
      label={t('setup.status.channels')}
      hint={chosen.length === 0 ? t('setup.status.noChannelsHint') : undefined}
      options={pickable(channels, chosen).map(({ id, text }) => ({ value: id, text }))}
    />
  );
}
