/**
 * Parses JSON as people write it: some editors, and PowerShell, start a file with a byte order mark. Throws as
 * `JSON.parse` does.
 */
export const parseJson = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, ''));
