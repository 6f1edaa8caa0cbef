import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordTypes } from '#core/setup/import-report.ts';
import { Button } from '../../controls/button.tsx';
import { SelectField, TextField } from '../../controls/field.tsx';
import { dayStamp, saveFile } from '../../files/save-file.ts';
import { hasChanges, choose } from './choice.ts';
import { applyImport, type ImportInProgress, useImport, wholeReport } from './import-store.ts';
import { Moves } from './moves.tsx';
import { PlanTable } from './plan-table.tsx';
import { RecordDetails } from './record-details.tsx';
import { useRemarks } from './remark-text.ts';
import { filters, type Filter, matches } from './plan-filter.ts';
import own from './import.module.css';
import css from '../pages.module.css';

/** A plan before it is applied, and the result afterwards. */
export function PlanView(inHand: ImportInProgress) {
  const { t } = useTranslation();
  const { step, report, plan, choice, anew } = inHand;
  const [filter, setFilter] = useState<Filter>('all');
  const [type, setType] = useState('');
  const [search, setSearch] = useState('');
  const [looking, setLooking] = useState<number | null>(null);
  const { setting, otherKind } = useRemarks();
  const counts = useMemo(
    () => new Map(filters.map((one) => [one, plan.filter(({ record }) => matches(record, one)).length])),
    [plan],
  );
  const shown = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    return plan.flatMap(({ record }, index) =>
      matches(record, filter) &&
      (type === '' || record.type === type) &&
      (wanted === '' || `${record.name} ${record.file ?? ''}`.toLocaleLowerCase().includes(wanted))
        ? index
        : [],
    );
  }, [plan, filter, type, search]);
  if (!report) return null;

  const applied = step === 'applied';
  const source = t(`system.import.sources.${report.source}`);
  const changing = plan.some(hasChanges);
  const done = report.totals.create + report.totals.update;
  const looked = looking === null ? undefined : plan[looking];
  const change = (lines: readonly number[], wanted: boolean) =>
    useImport.setState({ choice: choose(plan, choice, lines, wanted) });
  const download = () =>
    saveFile(
      `onqueue-import-${dayStamp(Date.now())}.json`,
      [JSON.stringify(wholeReport(inHand), null, 2)],
      'application/json',
    );
  return (
    <>
      {anew && !applied && (
        <p role="alert" className={css.note}>
          {t('system.import.changedMeanwhile')}
        </p>
      )}
      {applied && (
        <p role="status" className={css.good}>
          {t('system.import.applied', { count: done })}
        </p>
      )}
      <section
        className={css.card}
        aria-label={t(applied ? 'system.import.doneTitle' : 'system.import.planTitle')}
      >
        <div className={css.head}>
          <div>
            <h2>{t(applied ? 'system.import.doneTitle' : 'system.import.planTitle')}</h2>
            <p className={css.faint}>{t('system.import.summary', { source, count: report.totals.files })}</p>
          </div>
          <Button onClick={download}>{t('system.import.download')}</Button>
        </div>
        <div role="group" aria-label={t('system.import.show')} className={own.filters}>
          {filters
            .filter((one) => one === 'all' || (counts.get(one) ?? 0) > 0)
            .map((one) => (
              <Button key={one} aria-pressed={one === filter} onClick={() => setFilter(one)}>
                {t('system.import.counted', {
                  name: t(`system.import.filters.${one}`),
                  count: counts.get(one) ?? 0,
                })}
              </Button>
            ))}
        </div>
        <div className={css.line}>
          <TextField
            label={t('system.import.search')}
            type="search"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
            autoComplete="off"
          />
          <SelectField
            label={t('system.import.type')}
            value={type}
            onChange={({ target }) => setType(target.value)}
          >
            <option value="">{t('system.import.anyType')}</option>
            {recordTypes.map((one) => (
              <option key={one} value={one}>
                {t(`system.import.types.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
        {shown.length === 0 ? (
          <p className={css.faint}>{t('system.import.none')}</p>
        ) : (
          <PlanTable
            key={`${filter} ${type} ${search}`}
            plan={plan}
            shown={shown}
            choice={choice}
            fixed={applied}
            looking={looking}
            onLook={setLooking}
            onChoose={change}
          />
        )}
        {looked && <RecordDetails record={looked.record} />}
        {report.otherFiles.length > 0 && (
          <p className={css.faint}>
            {t('system.import.otherFiles', {
              kinds: report.otherFiles.map(otherKind).join(', '),
            })}
          </p>
        )}
        {report.notInSource.length > 0 && (
          <p className={css.faint}>
            {t('system.import.notInSource', { settings: report.notInSource.map(setting).join(', ') })}
          </p>
        )}
      </section>
      {!applied && report.moves.length > 0 && <Moves {...inHand} />}
      {!applied && (
        <div className={own.foot}>
          {changing ? (
            <>
              <span>{t('system.import.chosen', { count: choice.size })}</span>
              <span className={css.faint}>{t('system.import.wholeHint')}</span>
              <Button look="primary" disabled={choice.size === 0} onClick={() => void applyImport()}>
                {t('system.import.apply', { count: choice.size })}
              </Button>
            </>
          ) : (
            <p role="status" className={css.good}>
              {t('system.import.nothingToApply')}
            </p>
          )}
        </div>
      )}
    </>
  );
}
