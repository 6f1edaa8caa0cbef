import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry, AuditFilter } from '#core/contract/setup-system.ts';
import { setupNouns } from '#core/setup/nouns.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { SelectField, TextField } from '../../controls/field.tsx';
import { saveCsv } from '../../files/csv.ts';
import { dayStamp, saveFile } from '../../files/save-file.ts';
import { say } from '../../state/ui-store.ts';
import { AuditTable } from './audit-table.tsx';
import { useChangeTexts } from './change-texts.ts';
import filters from './audit.module.css';
import css from '../pages.module.css';

const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 200;
/** The filter applies after this pause in typing. */
const DEBOUNCE_MS = 250;
const otherEntities = ['api-key', 'webhook', 'sound', 'centre', 'agent', 'work-item'] as const;

const everything: AuditFilter = { actor: '', entity: '', record: '', from: null, to: null };
const lastOf = (entries: readonly AuditEntry[]) => {
  const last = entries.at(-1);
  return last ? { at: last.at, id: last.id } : null;
};

/** The changes to Setup, with their author and the previous values. */
export function AuditPage() {
  const { t } = useTranslation();
  const words = useChangeTexts();
  const [filter, setFilter] = useState(everything);
  const [entries, setEntries] = useState<readonly AuditEntry[] | null>(null);
  const [more, setMore] = useState(false);
  const change = (part: Partial<AuditFilter>) => setFilter({ ...filter, ...part });

  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      const question = bridge.setup.audit({ ...filter, after: null, limit: PAGE_SIZE });
      void attempt(
        question.then((found) => {
          if (!current) return;
          setEntries(found);
          setMore(found.length === PAGE_SIZE);
        }),
      );
    }, DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [filter]);

  const showMore = () =>
    attempt(
      bridge.setup.audit({ ...filter, after: lastOf(entries ?? []), limit: PAGE_SIZE }).then((found) => {
        setEntries([...(entries ?? []), ...found]);
        setMore(found.length === PAGE_SIZE);
      }),
    );
  /** Everything that matches the filter, not only what is shown. */
  const readAll = async (): Promise<AuditEntry[]> => {
    const all: AuditEntry[] = [];
    for (;;) {
      const page = await bridge.setup.audit({ ...filter, after: lastOf(all), limit: MAX_PAGE_SIZE });
      all.push(...page);
      if (page.length < MAX_PAGE_SIZE) return all;
    }
  };
  const download = (kind: 'csv' | 'json') =>
    attempt(
      readAll().then((all) => {
        const name = `onqueue-audit-${dayStamp(Date.now())}.${kind}`;
        if (kind === 'json') saveFile(name, [JSON.stringify(all, null, 2)], 'application/json');
        else saveCsv(name, words.rows(all));
        say(t('system.audit.downloaded', { count: all.length }));
      }),
    );
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('setup.places.audit')}</h1>
        <div className={css.buttons}>
          <Button onClick={() => void download('csv')}>{t('system.audit.csv')}</Button>
          <Button onClick={() => void download('json')}>{t('system.audit.json')}</Button>
        </div>
      </div>
      <p className={css.text}>{t('system.audit.text')}</p>
      <div className={filters.filters}>
        <TextField
          label={t('system.audit.actor')}
          type="search"
          value={filter.actor}
          onChange={({ target }) => change({ actor: target.value })}
          autoComplete="off"
        />
        <SelectField
          label={t('system.audit.entity')}
          value={filter.entity}
          onChange={({ target }) => change({ entity: target.value })}
        >
          <option value="">{t('system.audit.anyEntity')}</option>
          {[...setupNouns, ...otherEntities].map((entity) => (
            <option key={entity} value={entity}>
              {words.noun(entity)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('system.audit.record')}
          type="search"
          value={filter.record}
          onChange={({ target }) => change({ record: target.value })}
          autoComplete="off"
        />
        <TextField
          label={t('system.audit.from')}
          type="datetime-local"
          onChange={({ target }) => change({ from: instantOf(target.value) })}
        />
        <TextField
          label={t('system.audit.to')}
          type="datetime-local"
          onChange={({ target }) => change({ to: instantOf(target.value) })}
        />
      </div>
      {entries?.length === 0 && <p className={css.faint}>{t('system.audit.none')}</p>}
      {entries && entries.length > 0 && <AuditTable entries={entries} />}
      {more && (
        <div className={css.buttons}>
          <Button onClick={() => void showMore()}>{t('system.audit.more')}</Button>
        </div>
      )}
    </div>
  );
}

/** The instant of the entered time, in the user's own time zone; null = none. */
function instantOf(local: string): number | null {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? null : Math.max(0, at);
}
