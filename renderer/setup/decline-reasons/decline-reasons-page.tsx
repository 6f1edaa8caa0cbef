import { useTranslation } from 'react-i18next';
import { DeclineReason } from '#core/setup/channels-and-queues.ts';
import { bridge } from '../../bridge/connection.ts';
import { useUi } from '../../state/ui-store.ts';
import { copyOf, takenName } from '../form/beginnings.ts';
import { NameFields } from '../form/names.tsx';
import { RecordActions } from '../form/record-actions.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { schemaResolver } from '../form/schema-resolver.ts';
import { Section } from '../form/section.tsx';
import { RecordList } from '../list/record-list.tsx';
import { usePicture } from '../picture.ts';
import { NEW } from '../places.ts';

const PLACE = 'decline-reasons';
const Schema = DeclineReason.omit({ id: true, version: true });
type Values = Omit<DeclineReason, 'id' | 'version'>;

export function DeclineReasonsPage() {
  const { t } = useTranslation();
  const { declineReasons } = usePicture();
  const [, id, copied] = useUi((ui) => ui.place);
  const reason = declineReasons.find((one) => one.id === (id === NEW ? copied : id));
  if (id === NEW || reason)
    return (
      <ReasonForm
        key={id === NEW ? NEW : `${reason?.id} ${reason?.version}`}
        reason={reason}
        isNew={id === NEW}
      />
    );
  return (
    <RecordList
      place={PLACE}
      columns={[t('setup.name'), t('setup.developerName')]}
      rows={declineReasons
        .map((one) => ({ id: one.id, name: one.label, active: one.active, cells: [one.developerName] }))
        .sort((a, b) => a.name.localeCompare(b.name))}
    />
  );
}

function ReasonForm({
  reason,
  isNew,
}: {
  readonly reason: DeclineReason | undefined;
  readonly isNew: boolean;
}) {
  const { t } = useTranslation();
  const { declineReasons } = usePicture();
  const stored = isNew ? null : (reason ?? null);
  const empty: Values = { label: '', developerName: '', active: true };
  const { id: _id, version: _version, ...kept } = reason ?? { ...empty, id: '', version: 0 };
  const copy = t('setup.copyOf', { name: kept.label });
  const values: Values =
    isNew && reason ? { ...kept, label: copy, ...copyOf(copy, 'reason'), active: true } : kept;
  return (
    <RecordForm
      place={PLACE}
      title={stored?.label ?? t(`setup.new.${PLACE}`)}
      isNew={isNew}
      values={values}
      resolver={schemaResolver<Values>(Schema, {
        check: (given) => takenName(declineReasons, stored, given.developerName),
      })}
      onSave={async (record) =>
        (
          await bridge.setup.save.declineReason({
            id: stored?.id ?? null,
            version: stored?.version ?? null,
            record,
          })
        ).id
      }
      actions={
        stored && (
          <RecordActions
            place={PLACE}
            id={stored.id}
            version={stored.version}
            name={stored.label}
            active={stored.active}
            removable
          />
        )
      }
    >
      <Section title={t('setup.basicInformation')}>
        <NameFields name="label" prefix="reason" saved={!isNew} />
      </Section>
    </RecordForm>
  );
}
