/**
 * The licences of everything that a build bundles, written beside the bundle. The list is read from the bundle itself,
 * so a new package cannot be forgotten.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import license, { type Dependency } from 'rollup-plugin-license';
import type { Plugin } from 'vite';
import { formatNotices, NOTICES_FILE } from '../agent/installation/notices.ts';

/** A plugin for one bundle. Bundles that share a folder share the file: existing parts stay. */
export const thirdPartyNotices = (directory: string): Plugin =>
  license({
    thirdParty: {
      multipleVersions: true,
      output: (dependencies) => write(`${directory}/${NOTICES_FILE}`, dependencies),
    },
  }) as Plugin;

function write(file: string, dependencies: readonly Dependency[]): void {
  const before = existsSync(file) ? [readFileSync(file, 'utf8')] : [];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, formatNotices([...before, ...dependencies.map(notice)]));
}

/** @throws when a package's licence or its text is unknown: the package must not be shipped then */
function notice({
  name,
  version,
  license: named,
  licenseText,
  noticeText,
  author,
  homepage,
}: Dependency): string {
  const words = licenseText ?? standardWords[named ?? '']?.(author?.text() ?? `the authors of ${name}`);
  if (!named || !words) throw new Error(`${name} ${version} has no licence that could be shipped with it`);
  const lines = [`${name} ${version}`, `Licence: ${named}`];
  if (author) lines.push(`Author: ${author.text()}`);
  if (homepage) lines.push(homepage);
  return [lines.join('\n'), words.trim(), noticeText?.trim()].filter(Boolean).join('\n\n');
}

/** Licence texts for packages that name their licence but omit its text. */
const standardWords: Readonly<Record<string, (holder: string) => string>> = {
  MIT: (holder) => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ISC: (holder) => `Copyright (c) ${holder}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
};
