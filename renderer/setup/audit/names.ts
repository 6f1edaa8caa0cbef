/** Names of records by their ids, so that ids are never shown. */
import { useMemo } from 'react';
import type { AuditEntry } from '#core/contract/setup-system.ts';
import { type AnyRecord, nouns, setupNouns } from '#core/setup/nouns.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';

export function useNames(): ReadonlyMap<string, string> {
  const picture = useSetupSnapshot();
  return useMemo(() => {
    const records = setupNouns.flatMap((noun): readonly AnyRecord[] => picture[nouns[noun].list]);
    return new Map(records.map(({ id, name, label }) => [id, name ?? label ?? id]));
  }, [picture]);
}

/** The current or former name of an entry's record. */
export function nameOf({ before, after, entityId }: AuditEntry, names: ReadonlyMap<string, string>): string {
  for (const record of [after, before]) {
    if (typeof record !== 'object' || record === null) continue;
    if ('name' in record && typeof record.name === 'string') return record.name;
    if ('label' in record && typeof record.label === 'string') return record.label;
  }
  return names.get(entityId) ?? entityId;
}
