/** Which rows of a list are shown, and in what order. */

export interface Row {
  readonly id: string;
  readonly name: string;
  /** Missing where the records of a noun are always in use. */
  readonly active?: boolean;
  /** The cells beside the name, one per further column. */
  readonly cells: ReadonlyArray<string | number>;
  /** Rows are ordered within their group. */
  readonly group?: string;
  /** Tags that filters match. */
  readonly tags?: readonly string[];
}

export interface Sort {
  /** 0 = the name. */
  readonly column: number;
  readonly descending: boolean;
}

export interface ListQuery {
  /** `null` = both. */
  readonly active: boolean | null;
  /** Words that must all occur somewhere in the row. */
  readonly search: string;
  /** Tags that must all be present; `''` matches everything. */
  readonly tags: readonly string[];
  /** `null` = in the given order. */
  readonly sort: Sort | null;
  readonly language: string;
}

/** By name in the machine's locale: the initial order of a list. */
export function byName(rows: readonly Row[]): Row[] {
  const { compare } = new Intl.Collator();
  return rows.toSorted((a, b) => compare(a.name, b.name));
}

const textOf = ({ name, cells }: Row) => [name, ...cells].join('\n').toLocaleLowerCase();

export function arrange(rows: readonly Row[], { active, search, tags, sort, language }: ListQuery): Row[] {
  const words = search.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const asked = tags.filter(Boolean);
  const shown = rows.filter((row) => {
    if (active !== null && row.active !== active) return false;
    if (asked.some((tag) => !row.tags?.includes(tag))) return false;
    if (words.length === 0) return true;
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
  if (!sort) return shown;
  const { compare } = new Intl.Collator(language, { numeric: true });
  const valueOf = (row: Row) => (sort.column === 0 ? row.name : (row.cells[sort.column - 1] ?? ''));
  const sign = sort.descending ? -1 : 1;
  return shown.sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compare(String(left), String(right));
    return sign * order || compare(a.name, b.name);
  });
}
