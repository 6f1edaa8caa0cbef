/** Which record of a noun is in front, as the address says. */
import { useState } from 'react';
import { useUi } from '../state/ui-store.ts';
import { NEW } from './places.ts';

export interface Opened<R> {
  /** The record; of a new one, the record it is a copy of. */
  readonly record: R | undefined;
  /** What is saved of it; `null` of a new one. */
  readonly stored: R | null;
  /** Somebody else has removed it while it was open here; what was typed is still there. */
  readonly gone: boolean;
  /** Another record is another form. */
  readonly key: string;
}

/** `null` = the list is in front. */
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
