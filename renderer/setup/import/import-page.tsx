import { useTranslation } from 'react-i18next';
import { MAX_UPLOAD_BYTES } from '#core/contract/setup-system.ts';
import { Button } from '../../controls/button.tsx';
import { ExportCard } from './export-card.tsx';
import { type ImportInProgress, leaveImport, useImport } from './import-store.ts';
import { PlanView } from './plan-view.tsx';
import { useRemarks } from './remark-text.ts';
import { SourceDrop } from './source-drop.tsx';
import { StartEmptyCard } from './start-empty.tsx';
import own from './import.module.css';
import css from '../pages.module.css';

const MEGABYTE = 1024 * 1024;
const maxUploadMegabytes = MAX_UPLOAD_BYTES / MEGABYTE;

/** Importing a set-up, exporting it, and starting without the sample. */
export function ImportPage() {
  const { t } = useTranslation();
  const inHand = useImport();
  const { step } = inHand;
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('setup.places.import')}</h1>
        {(step === 'planned' || step === 'applied' || step === 'failed') && (
          <Button onClick={() => void leaveImport()}>{t('system.import.again')}</Button>
        )}
      </div>
      {step === 'failed' && <Failed {...inHand} />}
      {(step === 'none' || step === 'failed') && <SourceDrop />}
      {(step === 'sending' || step === 'reading' || step === 'applying') && <Progress {...inHand} />}
      {(step === 'planned' || step === 'applied') && <PlanView {...inHand} />}
      {step === 'none' && (
        <>
          <ExportCard />
          <StartEmptyCard />
        </>
      )}
    </div>
  );
}

function Failed({ problem, detail }: ImportInProgress) {
  const { t } = useTranslation();
  const { remark } = useRemarks();
  return (
    <div role="alert" className={css.problem}>
      {problem && <p>{t(`system.import.problems.${problem}`, { most: maxUploadMegabytes })}</p>}
      {detail !== null && <p>{typeof detail === 'string' ? detail : remark(detail)}</p>}
    </div>
  );
}

function Progress({ step, done, of }: ImportInProgress) {
  const { t } = useTranslation();
  const writes = step === 'applying';
  const title = t(`system.import.${writes ? 'applying' : step === 'sending' ? 'sending' : 'reading'}`);
  const words = writes
    ? t('system.import.applyingOf', { done, of: of ?? 0 })
    : step === 'sending'
      ? t('system.import.sendingOf', { done: (done / MEGABYTE).toFixed(1) })
      : t('system.import.readingOf', { count: done });
  return (
    <section className={css.card} aria-label={title} aria-busy="true">
      <h2>{title}</h2>
      <progress
        className={own.progress}
        aria-label={title}
        {...(writes && of ? { value: done, max: of } : {})}
      />
      <div className={css.head}>
        <p className={css.faint}>{words}</p>
        {!writes && <Button onClick={() => void leaveImport()}>{t('system.import.stop')}</Button>}
      </div>
    </section>
  );
}
