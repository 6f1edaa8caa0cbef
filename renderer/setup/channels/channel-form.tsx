import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  CUSTOMER_GONE_TIMEOUT_SECONDS,
  EXTENSION_SECONDS,
  EXTENSIONS,
  SOUND_LENGTH_SECONDS,
  WRAP_UP_SECONDS,
} from '#core/defaults.ts';
import { channelKinds } from '#core/setup/channel-kinds.ts';
import { newChannel, type ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { baseStatuses, CapacityPool, ChannelKind } from '#core/vocabulary.ts';
import { Section } from '../../controls/section.tsx';
import {
  FormCheck,
  FormChoices,
  FormGroup,
  FormNumber,
  FormOptionalText,
  FormSelect,
  FormText,
} from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { FormRows } from '../form/form-rows.tsx';
import { NameFields } from '../form/names.tsx';
import type { Ranges } from '../form/ranges.ts';
import { RecordForm } from '../form/record-form.tsx';
import { problemText } from '../form/schema-resolver.ts';
import type { Opened } from '../opened.ts';
import { SoundField } from '../sounds/sound-field.tsx';
import css from '../form/form.module.css';

type Values = Omit<ServiceChannel, 'id' | 'version'>;

const empty: Values = { name: '', developerName: '', ...newChannel };
const ownSound: NonNullable<Values['sound']> = {
  requestSound: true,
  notificationSound: 'default',
  soundSeconds: SOUND_LENGTH_SECONDS.usual,
};
const ownWrapUp: NonNullable<Values['wrapUp']> = {
  wrapUpSeconds: 60,
  extensionSeconds: null,
  maxExtensions: null,
};
const ranges: Ranges = {
  customerGoneSeconds: CUSTOMER_GONE_TIMEOUT_SECONDS,
  'sound.soundSeconds': SOUND_LENGTH_SECONDS,
  'wrapUp.wrapUpSeconds': WRAP_UP_SECONDS,
  'wrapUp.extensionSeconds': EXTENSION_SECONDS,
  'wrapUp.maxExtensions': EXTENSIONS,
};

/** Live chat takes primary capacity, regardless of the earlier choice. */
const prepare = (values: Values): Values => ({
  ...values,
  pool: channelKinds[values.kind].fixedPool ?? values.pool,
});

/** One service channel: what it carries, and its overrides of the presence configuration. */
export function ChannelForm({ opened }: { readonly opened: Opened<ServiceChannel> }) {
  const { t } = useTranslation();
  return (
    <RecordForm
      place="channels"
      opened={opened}
      empty={empty}
      valuesOf={fieldsOf}
      prefix="channel"
      ranges={ranges}
      prepare={prepare}
      active={opened.stored?.active ?? null}
    >
      <Section title={t('setup.basicInformation')}>
        <NameFields prefix="channel" saved={opened.stored !== null} />
        <KindAndPool />
        <FormChoices
          name="allowedBases"
          label={t('setup.channel.allowedBases')}
          hint={t('setup.channel.allowedBasesHint')}
          options={baseStatuses.map((base) => ({ value: base, text: t(`bases.${base}`) }))}
        />
        <FormCheck name="minimiseWidgetOnAccept" label={t('setup.channel.minimiseWidgetOnAccept')} />
        <CustomerGone />
        <FormOptionalText
          name="popUpUrl"
          label={t('setup.channel.popUpUrl')}
          hint={t('setup.channel.popUpUrlHint')}
        />
      </Section>
      <Overrides />
      <SecondaryPriority />
    </RecordForm>
  );
}

function KindAndPool() {
  const { t } = useTranslation();
  const { setValue } = useFormContext();
  const kind = useWatch({ name: 'kind' }) as Values['kind'];
  const fixed = channelKinds[kind].fixedPool !== null;
  return (
    <>
      <FormSelect
        name="kind"
        label={t('setup.channel.kind')}
        options={ChannelKind.options.map((one) => ({ value: one, text: t(`channelKinds.${one}`) }))}
        onChosen={(chosen) => {
          const { fixedPool } = channelKinds[chosen as ChannelKind];
          if (fixedPool) setValue('pool', fixedPool, { shouldDirty: true, shouldValidate: true });
        }}
      />
      <FormSelect
        name="pool"
        label={t('setup.channel.pool')}
        hint={fixed ? problemText({ code: 'CHAT_IS_PRIMARY' }) : t('setup.channel.poolHint')}
        options={CapacityPool.options.map((one) => ({ value: one, text: t(`setup.pools.${one}`) }))}
        disabled={fixed}
      />
    </>
  );
}

/** Only where a waiting customer has a page that can be left. */
function CustomerGone() {
  const { t } = useTranslation();
  if (!channelKinds[useWatch({ name: 'kind' }) as Values['kind']].customerPage) return null;
  return (
    <FormNumber
      name="customerGoneSeconds"
      label={t('setup.channel.customerGone')}
      hint={t('setup.channel.customerGoneHint', { ...CUSTOMER_GONE_TIMEOUT_SECONDS })}
    />
  );
}

/** The channel's overrides of the agent's presence configuration. */
function Overrides() {
  const { t } = useTranslation();
  const sound = useWatch({ name: 'sound' }) as Values['sound'];
  const wrapUp = useWatch({ name: 'wrapUp' }) as Values['wrapUp'];
  const silent = sound?.requestSound === false;
  const whySilent = silent ? { disabled: true, hint: problemText({ code: 'NEEDS_REQUEST_SOUND' }) } : {};
  return (
    <Section title={t('setup.channel.overrides')}>
      <p>{t('setup.channel.overridesHint')}</p>
      <FormSelect
        name="autoAccept"
        label={t('setup.configuration.autoAccept')}
        options={[
          { value: null, text: t('setup.channel.asConfiguration') },
          { value: true, text: t('setup.channel.always') },
          { value: false, text: t('setup.channel.never') },
        ]}
      />
      <FormGroup name="sound" label={t('setup.channel.ownSound')} begin={ownSound} />
      {sound && (
        <div className={css.inner}>
          <FormCheck name="sound.requestSound" label={t('setup.configuration.requestSound')} />
          <SoundField
            name="sound.notificationSound"
            label={t('setup.configuration.notificationSound')}
            {...whySilent}
          />
          <FormNumber
            name="sound.soundSeconds"
            label={t('setup.configuration.soundSeconds')}
            hint={t('setup.configuration.secondsHint', { ...SOUND_LENGTH_SECONDS })}
            {...whySilent}
          />
        </div>
      )}
      <FormGroup name="wrapUp" label={t('setup.channel.ownWrapUp')} begin={ownWrapUp} />
      {wrapUp && (
        <div className={css.inner}>
          <FormNumber
            name="wrapUp.wrapUpSeconds"
            label={t('setup.configuration.wrapUpSeconds')}
            hint={t('setup.configuration.secondsHint', { ...WRAP_UP_SECONDS })}
          />
          <div className={css.pair}>
            <FormNumber
              name="wrapUp.extensionSeconds"
              label={t('setup.configuration.extensionSeconds')}
              hint={t('setup.channel.extensionHint', { ...EXTENSION_SECONDS })}
            />
            <FormNumber name="wrapUp.maxExtensions" label={t('setup.configuration.maxExtensions')} />
          </div>
        </div>
      )}
    </Section>
  );
}

function SecondaryPriority() {
  const { t } = useTranslation();
  const priority = useWatch({ name: 'secondaryPriority' }) as Values['secondaryPriority'];
  return (
    <Section title={t('setup.channel.secondaryPriority')}>
      <FormGroup
        name="secondaryPriority"
        label={t('setup.channel.useSecondaryPriority')}
        hint={t('setup.channel.secondaryPriorityHint')}
        begin={{ field: '', values: [] }}
      />
      {priority && (
        <>
          <FormText name="secondaryPriority.field" label={t('setup.channel.priorityField')} />
          <FormRows
            name="secondaryPriority.values"
            label={t('setup.channel.priorityValues')}
            hint={t('setup.pasteHint')}
            columns={[
              { key: 'value', label: t('setup.channel.fieldValue'), width: 3 },
              { key: 'priority', label: t('setup.routing.priority'), number: true, width: 1 },
            ]}
            begin={{ value: '', priority: 0 }}
          />
        </>
      )}
    </Section>
  );
}
