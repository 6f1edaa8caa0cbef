import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#core/contract/setup-system.ts';
import { Button } from '../../controls/button.tsx';
import { Hidden } from '../../controls/hidden.tsx';
import { shortDate, timeOfDay } from '../../i18n/format.ts';
import { type Change, useChangeTexts } from './change-texts.ts';
import own from './audit.module.css';
import css from '../pages.module.css';

/** Entries of the audit log, each with its changes. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t, i18n } = useTranslation();
  const words = useChangeTexts();
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label={t('system.audit.table')}>
        <thead>
          <tr>
            {(['at', 'actor', 'what', 'changes'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`system.audit.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className={css.time}>
                {shortDate(entry.at, i18n.language)}
                <br />
                {timeOfDay(entry.at, i18n.language)}
              </td>
              <td className={css.time}>{entry.actor}</td>
              <th scope="row">{words.what(entry)}</th>
              <td>
                <Changes changes={words.changes(entry)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A new record has many settings; these few identify it. */
const MAX_CHANGES_SHOWN = 4;

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const rest = changes.length - MAX_CHANGES_SHOWN;
  return (
    <>
      <dl className={own.changes}>
        {(all ? changes : changes.slice(0, MAX_CHANGES_SHOWN)).map(({ setting, before, after }, index) => (
          <div key={index}>
            <dt>{setting}</dt>
            <dd>
              {before !== null && (
                <del>
                  <Hidden>{t('system.audit.was')} </Hidden>
                  {before}
                </del>
              )}
              {before !== null && after !== null && <span aria-hidden="true"> → </span>}
              {after !== null && (
                <ins>
                  <Hidden>{t('system.audit.is')} </Hidden>
                  {after}
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {rest > 0 && (
        <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('system.audit.fewerDetails') : t('system.audit.moreChanges', { count: rest })}
        </Button>
      )}
    </>
  );
}
