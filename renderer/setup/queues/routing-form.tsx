import { useId } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { RoutingConfiguration } from '#core/setup/channels-and-queues.ts';
import { checkRouting } from '#core/setup/record-rules.ts';
import { RoutingModel } from '#core/vocabulary.ts';
import { Section } from '../../controls/section.tsx';
import { FormNumber, FormSelect } from '../form/fields.tsx';
import { fieldsOf } from '../form/fields-of.ts';
import { NameFields } from '../form/names.tsx';
import type { Ranges } from '../form/ranges.ts';
import { RecordForm } from '../form/record-form.tsx';
import { fieldHint } from '../form/rules.ts';
import type { Opened } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import css from '../form/form.module.css';

type Values = Omit<RoutingConfiguration, 'id' | 'version'>;

const empty: Values = {
  name: '',
  developerName: '',
  priority: 1,
  model: 'least-active',
  size: { units: 1000 },
  pushTimeOutSeconds: 30,
  capacityType: 'inherited',
};
const ranges: Ranges = {
  priority: { least: -2_147_483_648, most: 2_147_483_647 },
  // Displayed values; stored in thousandths.
  'size.units': { least: 0, most: 2_147_483, decimals: true },
  'size.percent': { least: 0, most: 100, decimals: true },
  pushTimeOutSeconds: { least: 0, most: 86_400 },
};

/** One routing configuration. */
export function RoutingForm({ opened }: { readonly opened: Opened<RoutingConfiguration> }) {
  return (
    <RecordForm
      place="routing"
      opened={opened}
      empty={empty}
      valuesOf={fieldsOf}
      prefix="routing"
      ranges={ranges}
    >
      <Fields saved={opened.stored !== null} />
    </RecordForm>
  );
}

function Fields({ saved }: { readonly saved: boolean }) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const verdict = checkRouting(useWatch() as Values, picture);
  return (
    <Section title={t('setup.basicInformation')}>
      <NameFields prefix="routing" saved={saved} />
      <FormNumber
        name="priority"
        label={t('setup.routing.priority')}
        hint={t('setup.routing.priorityHint')}
      />
      <FormSelect
        name="model"
        label={t('setup.routing.model')}
        hint={fieldHint(verdict, 'model', t('setup.routing.modelHint'))}
        options={RoutingModel.options.map((one) => ({ value: one, text: t(`routingModels.${one}`) }))}
      />
      <Size />
      <FormSelect
        name="capacityType"
        label={t('setup.routing.capacityType')}
        options={(['inherited', 'interruptible', 'not-interruptible'] as const).map((one) => ({
          value: one,
          text: t(`setup.routing.capacityTypes.${one}`),
        }))}
      />
      <FormNumber
        name="pushTimeOutSeconds"
        label={t('setup.routing.pushTimeOut')}
        hint={fieldHint(verdict, 'pushTimeOutSeconds', t('setup.routing.pushTimeOutHint'))}
      />
    </Section>
  );
}

/** Units or percent, never both. */
function Size() {
  const { t } = useTranslation();
  const group = useId();
  const { field } = useController({ name: 'size' });
  const inUnits = 'units' in (field.value as object);
  const choice = (units: boolean, label: string) => (
    <label className={css.radio}>
      <input
        type="radio"
        name={group}
        checked={inUnits === units}
        onChange={() => field.onChange(units ? { units: 1000 } : { percent: 100_000 })}
      />
      {label}
    </label>
  );
  return (
    <fieldset className={css.choices}>
      <legend>{t('setup.routing.size')}</legend>
      {choice(true, t('setup.routing.inUnits'))}
      {choice(false, t('setup.routing.inPercent'))}
      {inUnits ? (
        <FormNumber
          key="units"
          name="size.units"
          label={t('setup.routing.units')}
          hint={t('setup.routing.unitsHint')}
          scale={1000}
        />
      ) : (
        <FormNumber
          key="percent"
          name="size.percent"
          label={t('setup.routing.percent')}
          hint={t('setup.routing.percentHint')}
          scale={1000}
        />
      )}
    </fieldset>
  );
}
