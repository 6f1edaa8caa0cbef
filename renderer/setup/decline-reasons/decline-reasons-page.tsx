import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeclineReason } from '#core/setup/channels-and-queues.ts';
import { Section } from '../../controls/section.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { NameFields } from '../form/names.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { RecordList } from '../list/record-list.tsx';
import { type Opened, useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';

const empty = { label: '', developerName: '', active: true };

export function DeclineReasonsPage() {
  const { t } = useTranslation();
  const { declineReasons } = useSetupSnapshot();
  const opened = useOpenedRecord(declineReasons);
  const rows = useMemo(
    () =>
      declineReasons.map((one) => ({
        id: one.id,
        name: one.label,
        active: one.active,
        cells: [one.developerName],
      })),
    [declineReasons],
  );
  if (opened) return <ReasonForm key={opened.key} opened={opened} />;
  return (
    <RecordList place="decline-reasons" columns={[t('setup.name'), t('setup.developerName')]} rows={rows} />
  );
}

function ReasonForm({ opened }: { readonly opened: Opened<DeclineReason> }) {
  const { t } = useTranslation();
  return (
    <RecordForm
      place="decline-reasons"
      opened={opened}
      empty={empty}
      valuesOf={fieldsOf}
      prefix="reason"
      active={opened.stored?.active ?? null}
    >
      <Section title={t('setup.basicInformation')}>
        <NameFields name="label" prefix="reason" saved={opened.stored !== null} />
      </Section>
    </RecordForm>
  );
}
