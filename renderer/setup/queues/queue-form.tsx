import { useMemo } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Queue } from '#core/setup/channels-and-queues.ts';
import { SelectField } from '../../controls/field.tsx';
import { Section } from '../../controls/section.tsx';
import { FormArea, FormLines, FormNumber, FormSelect } from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { FormRows } from '../form/form-rows.tsx';
import { NameFields } from '../form/names.tsx';
import { withNoneOption, pickable } from '../form/pickable.ts';
import type { Ranges } from '../form/ranges.ts';
import { RecordForm } from '../form/record-form.tsx';
import { RecordPicker } from '../form/record-picker.tsx';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import css from '../form/form.module.css';

type Values = Omit<Queue, 'id' | 'version'>;

const empty: Values = {
  name: '',
  developerName: '',
  routingConfigurationId: null,
  memberUserIds: [],
  memberProfileIds: [],
  overflow: null,
  serviceLevelSeconds: null,
  texts: { welcome: '', waiting: '', nobody: '' },
  embedOrigins: [],
  outcomes: [],
  quickReplies: [],
};
const ranges: Ranges = { serviceLevelSeconds: { least: 1, most: 86_400 } };

/**
 * One queue: the routing of its work, its members, the customers' texts, and the agents' quick replies and outcomes.
 */
export function QueueForm({ opened }: { readonly opened: Opened<Queue> }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const { stored } = opened;
  return (
    <RecordForm
      place="queues"
      opened={opened}
      empty={empty}
      valuesOf={fieldsOf}
      prefix="queue"
      ranges={ranges}
      removable={stored?.id !== picture.defaultQueueId}
    >
      <Section title={t('setup.basicInformation')}>
        <NameFields prefix="queue" saved={stored !== null} />
        <FormSelect
          name="routingConfigurationId"
          label={t('setup.queue.routing')}
          hint={t('setup.queue.routingHint')}
          options={withNoneOption(t('setup.queue.noRouting'), pickable(picture.routing))}
        />
        <FormNumber
          name="serviceLevelSeconds"
          label={t('setup.queue.serviceLevel')}
          hint={t('setup.queue.serviceLevelHint')}
        />
        <Overflow ownId={stored?.id ?? null} />
      </Section>
      <Section title={t('setup.queue.members')}>
        <RecordPicker of="users" name="memberUserIds" label={t('setup.queue.users')} />
        <RecordPicker
          of="profiles"
          name="memberProfileIds"
          label={t('setup.queue.profiles')}
          hint={t('setup.queue.membersHint')}
        />
      </Section>
      <Section title={t('setup.queue.texts')}>
        <FormArea name="texts.welcome" label={t('setup.queue.welcome')} />
        <FormArea name="texts.waiting" label={t('setup.queue.waiting')} />
        <FormArea name="texts.nobody" label={t('setup.queue.nobody')} />
        <FormLines
          name="embedOrigins"
          label={t('setup.queue.embedOrigins')}
          hint={t('setup.queue.embedOriginsHint')}
        />
      </Section>
      <Section title={t('setup.queue.forAgents')}>
        <FormLines name="outcomes" label={t('setup.queue.outcomes')} hint={t('setup.queue.outcomesHint')} />
        <FormRows
          name="quickReplies"
          label={t('setup.queue.quickReplies')}
          hint={t('setup.queue.quickRepliesHint')}
          columns={[
            { key: 'key', label: t('setup.queue.replyKey'), width: 1 },
            { key: 'text', label: t('setup.queue.replyText'), width: 3 },
          ]}
          begin={{ key: '', text: '' }}
        />
      </Section>
    </RecordForm>
  );
}

type OverflowKind = 'none' | 'queueId' | 'userId';

/** Nowhere, another queue, or one user. */
function Overflow({ ownId }: { readonly ownId: string | null }) {
  const { t } = useTranslation();
  const { queues, users } = useSetupSnapshot();
  const { field } = useController({ name: 'overflow' });
  const overflow = field.value as Values['overflow'];
  const kind: OverflowKind = overflow === null ? 'none' : 'queueId' in overflow ? 'queueId' : 'userId';
  const chosen = overflow === null ? null : 'queueId' in overflow ? overflow.queueId : overflow.userId;
  const options = useMemo(() => {
    if (kind === 'none') return [];
    const among = kind === 'queueId' ? queues.filter(({ id }) => id !== ownId) : users;
    return [
      { value: '', text: t('setup.queue.chooseOverflow') },
      ...pickable(among, [chosen]).map(({ id, text }) => ({ value: id, text })),
    ];
  }, [kind, queues, users, ownId, chosen, t]);
  return (
    <>
      <SelectField
        label={t('setup.queue.overflow')}
        hint={t('setup.queue.overflowHint')}
        value={kind}
        onChange={({ target }) => field.onChange(target.value === 'none' ? null : { [target.value]: '' })}
      >
        <option value="none">{t('setup.queue.noOverflow')}</option>
        <option value="queueId">{t('setup.queue.overflowQueue')}</option>
        <option value="userId">{t('setup.queue.overflowUser')}</option>
      </SelectField>
      {kind !== 'none' && (
        <div className={css.inner}>
          <FormSelect
            key={kind}
            name={`overflow.${kind}`}
            label={t(kind === 'queueId' ? 'setup.queue.overflowQueue' : 'setup.queue.overflowUser')}
            options={options}
          />
        </div>
      )}
    </>
  );
}
