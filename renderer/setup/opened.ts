/** The opened record of a noun, as given by the address. */
import { useState } from 'react';
import { useUi } from '../state/ui-store.ts';
import { NEW } from './places.ts';

export interface Opened<R> {
  /** The record; for a new one, the record it is a copy of. */
  readonly record: R | undefined;
  /** The stored version; `null` for a new one. */
  readonly stored: R | null;
  /** Another user has deleted it while it was open here; the edits are kept. */
  readonly gone: boolean;
  /** A different key for each record, so that each has its own form. */
  readonly key: string;
}

/** `null` = the list is shown. */
export function useOpenedRecord<R extends { readonly id: string }>(records: readonly R[]): Opened<R> | null {
  const [, id, copied] = useUi((ui) => ui.place);
  const [last, setLast] = useState<R | undefined>(undefined);
  const found = records.find((one) => one.id === (id === NEW ? copied : id));
  if (found && found !== last) setLast(found);
  if (id === undefined) return null;
  if (id === NEW) return { record: found, stored: null, gone: false, key: `${NEW} ${copied ?? ''}` };
  const record = found ?? (last?.id === id ? last : undefined);
  return record ? { record, stored: record, gone: found === undefined, key: id } : null;
}
