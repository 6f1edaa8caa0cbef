import { useTranslation } from 'react-i18next';
import type { RecordReport } from '#core/setup/import-report.ts';
import { useRemarks } from './remark-text.ts';
import own from './import.module.css';
import css from '../pages.module.css';

/** Everything that the report contains about one record. */
export function RecordDetails({ record }: { readonly record: RecordReport }) {
  const { t } = useTranslation();
  const { remark, setting } = useRemarks();
  const { name, file, reason, changes, warnings, unmodelled } = record;
  return (
    <section className={own.details} aria-label={t('system.import.details', { name })}>
      <h3>{t('system.import.details', { name })}</h3>
      {file !== null && (
        <p className={css.faint}>
          {t('system.import.file')}: {file}
        </p>
      )}
      {reason && (
        <p>
          {t('system.import.reason')}: {remark(reason)}
        </p>
      )}
      {changes.length > 0 && (
        <p>
          {t('system.import.changes')}: {changes.map(setting).join(', ')}
        </p>
      )}
      {warnings.length > 0 && (
        <ul className={css.list}>
          {warnings.map((one, index) => (
            <li key={index}>{remark(one)}</li>
          ))}
        </ul>
      )}
      {unmodelled.length > 0 && (
        <>
          <p>{t('system.import.unmodelled')}:</p>
          <ul className={css.list}>
            {unmodelled.map((one) => (
              <li key={one.path}>{t('system.import.unmodelledPart', { ...one })}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
