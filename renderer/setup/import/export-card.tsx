import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { zipParts } from '#core/files/write-zip.ts';
import type { Remark } from '#core/setup/import-report.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { dayStamp, saveFile } from '../../files/save-file.ts';
import { say } from '../../state/ui-store.ts';
import { useRemarks } from './remark-text.ts';
import css from '../pages.module.css';

/** The set-up as a zip for Salesforce, and what could not be exported. */
export function ExportCard() {
  const { t } = useTranslation();
  const [leftOut, setLeftOut] = useState<readonly Remark[]>([]);
  const { leftOut: sentence } = useRemarks();
  const exportAll = async () => {
    const { files, leftOut: left } = await bridge.setup.exportSalesforce({});
    const text = new TextEncoder();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const members = files.map(({ path, content }) => ({ path, bytes: () => text.encode(content) }));
    for await (const part of zipParts(members)) parts.push(part);
    saveFile(`onqueue-salesforce-${dayStamp(Date.now())}.zip`, parts, 'application/zip');
    setLeftOut(left);
    say(t('system.export.exported', { count: files.length }));
  };
  return (
    <section className={css.card} aria-label={t('system.export.title')}>
      <h2>{t('system.export.title')}</h2>
      <p className={css.text}>{t('system.export.text')}</p>
      <div className={css.buttons}>
        <Button onClick={() => void attempt(exportAll())}>{t('system.export.salesforce')}</Button>
      </div>
      {leftOut.length > 0 && (
        <details>
          <summary>{t('system.export.leftOut')}</summary>
          <ul className={css.list}>
            {leftOut.map((one) => (
              <li key={one.message}>{sentence(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
