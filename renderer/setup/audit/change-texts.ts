/** The audit log as text: nouns, actions, settings and values by their displayed names. */
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#core/contract/setup-system.ts';
import { setupNouns } from '#core/setup/nouns.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { knownText, settingText } from '../../i18n/known-text.ts';
import { differences, listChange } from './difference.ts';
import { nameOf, useNames } from './names.ts';

const MAX_VALUE_LENGTH = 160;

export interface Change {
  readonly setting: string;
  /** Null = there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

export function useChangeTexts() {
  const { t } = useTranslation();
  const names = useNames();

  const noun = (entity: string): string => {
    const setupNoun = setupNouns.find((one) => one === entity);
    if (setupNoun) return t(`setup.nouns.${setupNoun}`);
    return knownText(t, `system.audit.entities.${entity}`) ?? entity;
  };
  const what = (entry: AuditEntry) => {
    // Actions contain dots (`import.create`), which a key would treat as a path.
    const actions = t('system.audit.actions', { returnObjects: true }) as Record<string, string>;
    return t('system.audit.what', {
      noun: noun(entry.entity),
      name: nameOf(entry, names),
      action: actions[entry.action] ?? entry.action,
    });
  };
  /** Null = nothing. */
  const value = (given: unknown): string | null => {
    if (given === undefined || given === null || given === '') return null;
    if (typeof given === 'boolean') return t(given ? 'system.audit.yes' : 'system.audit.no');
    if (typeof given === 'string') {
      const base = baseStatuses.find((one) => one === given);
      return base ? t(`bases.${base}`) : cut(names.get(given) ?? given);
    }
    if (Array.isArray(given)) return given.length === 0 ? null : cut(given.map(value).join(', '));
    if (typeof given === 'object') {
      const [only, ...others] = Object.values(given) as unknown[];
      // `{ statusId }`, `{ units }`: one fact in a wrapper.
      return others.length === 0 && typeof only !== 'object' ? value(only) : cut(JSON.stringify(given));
    }
    return String(given);
  };
  /** The differences of an entry, each as text. For long lists only additions and removals. */
  const changes = (entry: AuditEntry): Change[] =>
    differences(entry.before, entry.after).flatMap(({ path, before, after }) => {
      const list = listChange(before, after);
      const [was, is] = [value(list ? list.gone : before), value(list ? list.added : after)];
      return was === is ? [] : [{ setting: settingText(t, path), before: was, after: is }];
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
        .map(({ setting, before, after }) => `${setting}: ${before ?? ''} → ${after ?? ''}`)
        .join('; '),
    ]),
  ];
  return { noun, what, changes, rows };
}

const cut = (text: string) => (text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text);
