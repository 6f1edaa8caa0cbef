import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_UPLOAD_BYTES } from '#core/contract/setup-system.ts';
import { ImportSource, importSources } from '#core/setup/import-report.ts';
import { SelectField } from '../../controls/field.tsx';
import { FileButton } from '../file-button.tsx';
import { type Parts, filesOfDrop, filesOfSelection } from './dropped-files.ts';
import { startImport } from './import-store.ts';
import own from './import.module.css';
import css from '../pages.module.css';

const DETECT = '';

/** Where a set-up is dropped, or chosen with the keyboard. */
export function SourceDrop() {
  const { t } = useTranslation();
  const [source, setSource] = useState<ImportSource | null>(null);
  const [over, setOver] = useState(false);

  const begin = (parts: Parts | null) => {
    if (parts) void startImport(parts, source);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(begin);
  };
  return (
    <section className={css.card} aria-label={t('system.import.title')}>
      <h2>{t('system.import.title')}</h2>
      <p className={css.text}>{t('system.import.text')}</p>
      <SelectField
        label={t('system.import.from')}
        value={source ?? DETECT}
        onChange={({ target }) => setSource(ImportSource.safeParse(target.value).data ?? null)}
      >
        <option value={DETECT}>{t('system.import.detect')}</option>
        {importSources.map((one) => (
          <option key={one} value={one}>
            {t(`system.import.sources.${one}`)}
          </option>
        ))}
      </SelectField>
      <div
        className={own.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <strong>{t('system.import.drop')}</strong>
        <p className={css.faint}>{t('system.import.dropHint', { most: MAX_UPLOAD_BYTES / 1024 / 1024 })}</p>
        <div className={css.buttons}>
          <FileButton
            fileLabel={t('system.import.zipFile')}
            accept=".zip,application/zip,.json,.xml"
            multiple
            onFiles={(files) => begin(filesOfSelection(files))}
          >
            {t('system.import.chooseZip')}
          </FileButton>
          <FileButton
            fileLabel={t('system.import.folder')}
            folder
            onFiles={(files) => begin(filesOfSelection(files))}
          >
            {t('system.import.chooseFolder')}
          </FileButton>
        </div>
      </div>
    </section>
  );
}
