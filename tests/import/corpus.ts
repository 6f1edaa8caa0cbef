/** Set-ups to test an import with: the project's invented ones, and real ones if present beside it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fixtures } from './stage.ts';

/** Real organisations, not part of the project. */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'salesforce');

export const corpusThere = existsSync(corpus);
export const corpusMissing = `real organisations: not checked, ${corpus} is not there`;

const below = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, join(folder, name)] as const);

/** Name and folder of each. */
export const organisations: ReadonlyArray<readonly [name: string, folder: string]> = [
  ...below(join(fixtures, 'salesforce')),
  ...(corpusThere ? below(corpus) : []),
];
