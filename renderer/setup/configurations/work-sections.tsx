/** The sections about work: how it arrives, its sound, wrap-up, decline reasons. */
import { useTranslation } from 'react-i18next';
import { EXTENSION_SECONDS, SOUND_LENGTH_SECONDS, WRAP_UP_SECONDS } from '#core/defaults.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import { FormCheck, FormNumber, FormSelect } from '../form/fields.tsx';
import { NameFields } from '../form/names.tsx';
import { Section } from '../../controls/section.tsx';
import { TwoLists } from '../form/two-lists.tsx';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { SoundField } from '../sounds/sound-field.tsx';
import { useSettingProps, useSettings, useTargets } from './setting.ts';
import { isDefault } from './values.ts';

export function BasicInformation({ stored }: { readonly stored: PresenceConfiguration | null }) {
  const { t } = useTranslation();
  const setting = useSettingProps();
  const { statusOnDecline, statusOnPushTimeOut } = useSettings();
  const onDecline = useTargets(statusOnDecline?.statusId);
  const onPushTimeOut = useTargets(statusOnPushTimeOut?.statusId);
  const options = (statuses: typeof onDecline) => [
    { value: null, text: t('setup.configuration.noStatusChange') },
    ...statuses.map(({ id, name }) => ({ value: { statusId: id }, text: name })),
  ];
  return (
    <Section title={t('setup.basicInformation')}>
      {stored && isDefault(stored) && <p>{t('setup.configuration.isDefault')}</p>}
      <NameFields prefix="configuration" saved={stored !== null} />
      <FormNumber
        {...setting('capacity', t('setup.configuration.capacityHint'))}
        label={t('setup.configuration.capacity')}
      />
      <FormNumber
        {...setting('interruptibleCapacity', t('setup.configuration.interruptibleCapacityHint'))}
        label={t('setup.configuration.interruptibleCapacity')}
      />
      <FormCheck {...setting('autoAccept')} label={t('setup.configuration.autoAccept')} />
      <FormCheck {...setting('allowDecline')} label={t('setup.configuration.allowDecline')} />
      <FormSelect
        {...setting('statusOnDecline')}
        label={t('setup.configuration.statusOnDecline')}
        options={options(onDecline)}
      />
      <FormCheck {...setting('chooseDeclineReason')} label={t('setup.configuration.chooseDeclineReason')} />
      <FormSelect
        {...setting('statusOnPushTimeOut')}
        label={t('setup.configuration.statusOnPushTimeOut')}
        options={options(onPushTimeOut)}
      />
      <FormNumber
        {...setting('missesBeforeStatusChanges')}
        label={t('setup.configuration.missesBeforeStatusChanges')}
      />
      <FormCheck {...setting('oneAtATime')} label={t('setup.configuration.oneAtATime')} />
      <FormCheck {...setting('handBackOffers')} label={t('setup.configuration.handBackOffers')} />
    </Section>
  );
}

export function AudioSettings() {
  const { t } = useTranslation();
  const setting = useSettingProps();
  return (
    <Section title={t('setup.configuration.audio')}>
      <FormCheck {...setting('requestSound')} label={t('setup.configuration.requestSound')} />
      <SoundField {...setting('notificationSound')} label={t('setup.configuration.notificationSound')} />
      <FormNumber
        {...setting('soundSeconds', t('setup.configuration.secondsHint', { ...SOUND_LENGTH_SECONDS }))}
        label={t('setup.configuration.soundSeconds')}
      />
      <FormCheck
        {...setting('soundAfterCustomerLeft')}
        label={t('setup.configuration.soundAfterCustomerLeft')}
      />
      <FormCheck {...setting('disconnectSound')} label={t('setup.configuration.disconnectSound')} />
    </Section>
  );
}

export function WrapUpTime() {
  const { t } = useTranslation();
  const setting = useSettingProps();
  const { wrapUpHold } = useSettings();
  const first = typeof wrapUpHold === 'object' ? wrapUpHold : { firstSeconds: 60 };
  return (
    <Section title={t('setup.configuration.wrapUpTime')}>
      <FormCheck {...setting('wrapUp')} label={t('setup.configuration.wrapUp')} />
      <FormNumber
        {...setting('wrapUpSeconds', t('setup.configuration.secondsHint', { ...WRAP_UP_SECONDS }))}
        label={t('setup.configuration.wrapUpSeconds')}
      />
      <FormCheck {...setting('extend')} label={t('setup.configuration.extend')} />
      <FormNumber
        {...setting('extensionSeconds', t('setup.configuration.secondsHint', { ...EXTENSION_SECONDS }))}
        label={t('setup.configuration.extensionSeconds')}
      />
      <FormNumber {...setting('maxExtensions')} label={t('setup.configuration.maxExtensions')} />
      <FormSelect
        {...setting('wrapUpHold')}
        label={t('setup.configuration.wrapUpHold')}
        options={[
          { value: 'always', text: t('setup.configuration.holdAlways') },
          { value: 'never', text: t('setup.configuration.holdNever') },
          { value: first, text: t('setup.configuration.holdFirst') },
        ]}
      />
      {typeof wrapUpHold === 'object' && (
        <FormNumber
          name="settings.wrapUpHold.firstSeconds"
          label={t('setup.configuration.holdSeconds')}
          disabled={setting('wrapUpHold').disabled ?? false}
        />
      )}
    </Section>
  );
}

export function DeclineReasons() {
  const { t } = useTranslation();
  const setting = useSettingProps();
  const { declineReasonIds } = useSettings();
  const all = useSetupSnapshot()
    .declineReasons.filter(({ id, active }) => active || declineReasonIds.includes(id))
    .map(({ id, label }) => ({ id, text: label }));
  return (
    <Section title={t('setup.configuration.declineReasons')}>
      <TwoLists
        {...setting('declineReasonIds')}
        label={t('setup.configuration.declineReasons')}
        available={t('setup.configuration.availableReasons')}
        selected={t('setup.configuration.selectedReasons')}
        all={all}
        ordered
      />
    </Section>
  );
}
