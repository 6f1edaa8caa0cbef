/** The audit log in words: nouns, actions, settings and values as people know them. */
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#core/contract/setup-system.ts';
import { setupNouns } from '#core/contract/setup.ts';
import { differences, listChange } from './difference.ts';
import { nameOf, useNames } from './names.ts';

const LONGEST = 160;

export function useWords() {
  const { t, i18n } = useTranslation();
  const names = useNames();
  /** A text that may not exist: what is stored can be older or newer than these words. */
  const known = (key: string) => (i18n.exists(key) ? (t as (key: string) => string)(key) : null);

  const noun = (entity: string) => {
    const setupNoun = setupNouns.find((one) => one === entity);
    return (setupNoun && t(`setup.nouns.${setupNoun}`)) ?? known(`system.audit.entities.${entity}`) ?? entity;
  };
  const what = (entry: AuditEntry) =>
    t('system.audit.what', {
      noun: noun(entry.entity),
      name: nameOf(entry, names),
      // Actions hold dots (`import.create`), which would be looked up as a path.
      action: actions()[entry.action] ?? entry.action,
    });
  const actions = () => t('system.audit.actions', { returnObjects: true }) as Record<string, string>;
  const setting = (path: string) => {
    const name = path.replace(/^settings\./, '');
    return (
      known(`setup.configuration.${name}`) ?? known(`setup.status.${name}`) ?? known(`setup.${name}`) ?? name
    );
  };
  const value = (given: unknown): string => {
    if (given === undefined || given === null || given === '') return t('system.audit.empty');
    if (typeof given === 'boolean') return t(given ? 'system.audit.yes' : 'system.audit.no');
    if (typeof given === 'string') return cut(names.get(given) ?? given);
    if (Array.isArray(given))
      return given.length === 0 ? t('system.audit.empty') : cut(given.map(value).join(', '));
    if (typeof given === 'object') {
      const [only, ...others] = Object.values(given);
      // `{ statusId }`, `{ units }`: one fact in a wrapper.
      return others.length === 0 && typeof only !== 'object' ? value(only) : cut(JSON.stringify(given));
    }
    return String(given);
  };
  /** The differences of an entry, each in words. Of long lists only what came and went. */
  const changes = (entry: AuditEntry) =>
    differences(entry.before, entry.after).map(({ path, before, after }) => {
      const list = listChange(before, after);
      return {
        setting: setting(path),
        before: value(list ? list.gone : before),
        after: value(list ? list.added : after),
      };
    });
  const rows = (entries: readonly AuditEntry[]): string[][] => [
    ['time', 'actor', 'action', 'entity', 'id', 'name', 'changes'],
    ...entries.map((entry) => [
      new Date(entry.at).toISOString(),
      entry.actor,
      entry.action,
      entry.entity,
      entry.entityId,
      nameOf(entry, names),
      changes(entry)
        .map(({ setting: of, before, after }) => `${of}: ${before} → ${after}`)
        .join('; '),
    ]),
  ];
  return { noun, what, changes, rows };
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
