/** Comma-separated values as RFC 4180 has them. A cell never begins as a formula: spreadsheets would carry it out. */
const cell = (value: string) => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With a byte order mark, so that every spreadsheet reads it as UTF-8. */
export const csvOf = (rows: ReadonlyArray<readonly string[]>): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
