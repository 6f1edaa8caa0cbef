/** Rows as CSV (RFC 4180), so that a spreadsheet opens them without running formulas. */
import { saveFile } from './save-file.ts';

type Cell = string | number | null;
type Rows = readonly (readonly Cell[])[];

/** Texts that a spreadsheet would read as a formula are prefixed with an apostrophe. */
function field(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a byte order mark: without one Excel misreads Korean. */
export const csvOf = (rows: Rows): string =>
  `\uFEFF${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

/** Downloads the rows as a file. */
export const saveCsv = (name: string, rows: Rows): void =>
  saveFile(name, [csvOf(rows)], 'text/csv;charset=utf-8');
