import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type PresenceStatus, PresenceStatusInput } from '#core/setup/presence-status.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { bridge } from '../../bridge/connection.ts';
import { CheckField } from '../../controls/field.tsx';
import { copyOf, takenName } from '../form/beginnings.ts';
import { FormArea, FormCheck, FormSelect, FormText } from '../form/fields.tsx';
import { NameFields } from '../form/names.tsx';
import { RecordActions } from '../form/record-actions.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { schemaResolver } from '../form/schema-resolver.ts';
import { Section } from '../form/section.tsx';
import { usePicture } from '../picture.ts';
import css from '../form/form.module.css';

const PLACE = 'statuses';
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

/** One presence status. Of a system status only the channels can be changed. */
export function StatusForm({
  status,
  isNew,
}: {
  readonly status: PresenceStatus | undefined;
  readonly isNew: boolean;
}) {
  const { t } = useTranslation();
  const { statuses } = usePicture();
  const stored = isNew ? null : (status ?? null);
  const fixed = stored?.system ?? false;
  const {
    id: _id,
    version: _version,
    system: _system,
    ...kept
  } = status ?? { ...empty, id: '', version: 0, system: false };
  const copy = t('setup.copyOf', { name: kept.name });
  const values: PresenceStatusInput =
    isNew && status ? { ...kept, name: copy, ...copyOf(copy, 'status'), active: true } : kept;
  return (
    <RecordForm
      place={PLACE}
      title={stored?.name ?? t(`setup.new.${PLACE}`)}
      isNew={isNew}
      values={values}
      resolver={schemaResolver<PresenceStatusInput>(PresenceStatusInput, {
        check: (given) => takenName(statuses, stored, given.developerName),
      })}
      onSave={async (record) =>
        (await bridge.setup.save.status({ id: stored?.id ?? null, version: stored?.version ?? null, record }))
          .id
      }
      actions={
        stored && (
          <RecordActions
            place={PLACE}
            id={stored.id}
            version={stored.version}
            name={stored.name}
            active={fixed ? null : stored.active}
            removable={!fixed}
          />
        )
      }
    >
      <Section title={t('setup.basicInformation')}>
        {fixed && <p>{t('setup.status.system')}</p>}
        <NameFields prefix="status" saved={!isNew} disabled={fixed} />
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
  const { channels } = usePicture();
  const { field } = useController({ name: 'channelIds' });
  const chosen = field.value as readonly string[];
  return (
    <fieldset className={css.choices}>
      <legend>{t('setup.status.channels')}</legend>
      {channels
        .filter(({ id, active }) => active || chosen.includes(id))
        .map(({ id, name }) => (
          <CheckField
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              field.onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          />
        ))}
      {chosen.length === 0 && <p>{t('setup.status.noChannelsHint')}</p>}
    </fieldset>
  );
}
