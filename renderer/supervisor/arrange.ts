/** The order of a table's rows. */
export interface Column<T> {
  readonly key: string;
  /** The sort value of the column; texts by the user's locale, numbers as numbers, missing values last. */
  readonly value: (record: T) => string | number | null;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

export type Line<T> =
  | { readonly kind: 'record'; readonly record: T }
  | { readonly kind: 'group'; readonly name: string; readonly count: number };

/** Rows sorted (equal ones by name), below the names of their groups if there are any. Groups keep the rows' order. */
export function arrange<T>(
  records: readonly T[],
  wanted: {
    readonly columns: readonly Column<T>[];
    readonly sort: Sort;
    readonly groupOf?: ((record: T) => string) | undefined;
    readonly nameOf: (record: T) => string;
    readonly language: string;
  },
): Line<T>[] {
  const { columns, sort, groupOf, nameOf, language } = wanted;
  const collator = new Intl.Collator(language, { numeric: true });
  const value = columns.find(({ key }) => key === sort.key)?.value ?? nameOf;
  const direction = sort.descending ? -1 : 1;
  const keyed = records.map((record) => ({ record, value: value(record), name: nameOf(record) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null)
      return Number(a.value === null) - Number(b.value === null) || collator.compare(a.name, b.name);
    const order =
      typeof a.value === 'number' && typeof b.value === 'number'
        ? a.value - b.value
        : collator.compare(String(a.value), String(b.value));
    return order * direction || collator.compare(a.name, b.name);
  });
  const sorted = keyed.map(({ record }) => record);
  if (!groupOf) return sorted.map((record) => ({ kind: 'record', record }));
  return [...Map.groupBy(sorted, groupOf)].flatMap(([name, members]): Line<T>[] => [
    { kind: 'group', name, count: members.length },
    ...members.map((record) => ({ kind: 'record' as const, record })),
  ]);
}
