/**
 * Checks that references inside the repository resolve: links and backticked paths in Markdown, and mentions of domain
 * sections ("DOMAIN §7"), cases ("case 12"), decisions ("decision 0003") and documents in any text file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';

/** One broken reference. */
export interface BrokenReference {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly reference: string;
}

/** Files of the repository by path, with `/` as separator; the text is `null` for files that are not searched. */
export type Files = ReadonlyMap<string, string | null>;

const textFile = /\.(ts|tsx|js|cjs|md|css|yml|html)$/;
/** A name with one of these endings is a source file, wherever it is mentioned. */
const sourceFile = /\.(tsx?|css|cjs)$/;

/** Returns every reference that does not resolve, in the order of the files and lines. */
export function brokenReferences(files: Files): BrokenReference[] {
  const paths = knownPaths(files);
  const targets = referenceTargets(files);
  const broken: BrokenReference[] = [];
  for (const [file, text] of files) {
    if (text === null) continue;
    let inCodeBlock = false;
    for (const [index, line] of text.split('\n').entries()) {
      const report = (reference: string) => broken.push({ file, line: index + 1, reference });
      brokenMentions(line, targets).forEach(report);
      for (const [mention] of line.matchAll(/\bdocs\/[\w./-]*\w\.(?:md|json)\b/g))
        if (!paths.has(mention)) report(mention);
      if (!file.endsWith('.md')) continue;
      if (line.trimStart().startsWith('```')) inCodeBlock = !inCodeBlock;
      else if (!inCodeBlock) {
        brokenLinks(file, line, files, paths).forEach(report);
        brokenPaths(file, line, paths).forEach(report);
      }
    }
  }
  return broken;
}

interface Targets {
  readonly sections: ReadonlySet<number>;
  readonly cases: ReadonlySet<number>;
  readonly decisions: ReadonlySet<string>;
}

function referenceTargets(files: Files): Targets {
  const numbers = (path: string, heading: RegExp) =>
    new Set([...(files.get(path) ?? '').matchAll(heading)].map(([, number]) => Number(number)));
  return {
    sections: numbers('docs/DOMAIN.md', /^## (\d+)\. /gm),
    cases: numbers('docs/CASES.md', /^## Case (\d+): /gm),
    decisions: new Set(
      [...files.keys()].flatMap((path) => /^docs\/decisions\/(\d{4})-/.exec(path)?.[1] ?? []),
    ),
  };
}

function brokenMentions(line: string, { sections, cases, decisions }: Targets): string[] {
  const broken: string[] = [];
  for (const [mention, number] of line.matchAll(/§ ?(\d+)/g))
    if (!sections.has(Number(number))) broken.push(mention);
  for (const [mention, number] of line.matchAll(/\bdecisions? (\d{4})\b/gi))
    if (!decisions.has(number!)) broken.push(mention);
  // The label of a switch statement is not a reference.
  if (!/^\s*case \d+:/.test(line))
    for (const [mention, number] of line.matchAll(/\bcases? (\d+)\b/gi))
      if (!cases.has(Number(number))) broken.push(mention);
  return broken;
}

function brokenLinks(file: string, line: string, files: Files, paths: ReadonlySet<string>): string[] {
  const broken: string[] = [];
  for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/i.test(target!)) continue;
    const [path, heading] = decodeURI(target!).split('#') as [string, string?];
    const to = path === '' ? file : posix.join(posix.dirname(file), path).replace(/\/$/, '');
    const text = files.get(to);
    if (!paths.has(to) || (heading !== undefined && text && !headingIds(text).has(heading)))
      broken.push(target!);
  }
  return broken;
}

/** Ids of the headings as GitHub generates them. */
const headingIds = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

/**
 * Backticked paths: `hub/router/router.ts`, `tests/hub/*.test.ts`, `#core/errors.ts`, a folder, or the name of a source
 * file alone. Anything that neither starts with a folder of the repository nor names a source file is not a path.
 */
function brokenPaths(file: string, line: string, paths: ReadonlySet<string>): string[] {
  const broken: string[] = [];
  for (const [, token] of line.matchAll(/`([^`\s]+)`/g)) {
    const path = token!.replace(/^#/, '').replace(/\/$/, '');
    if (!/^[\w.@*-]+(\/[\w.@*-]+)*$/.test(path)) continue;
    const [folder] = path.split('/');
    const rooted = path.includes('/') && paths.has(folder!);
    if (!rooted && !sourceFile.test(path)) continue;
    const candidates = [path, posix.join(posix.dirname(file), path)];
    const known = path.includes('*')
      ? [...paths].some((one) => candidates.some((candidate) => matchesGlob(one, candidate)))
      : candidates.some((candidate) => paths.has(candidate)) ||
        (!rooted && [...paths].some((one) => one.endsWith(`/${path}`)));
    if (!known) broken.push(token!);
  }
  return broken;
}

/** All files and their folders. */
function knownPaths(files: Files): ReadonlySet<string> {
  const paths = new Set(files.keys());
  for (const file of files.keys())
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) paths.add(folder);
  return paths;
}

/** Its broken references are intentional. */
const ownTest = 'scripts/check-references.test.ts';

/** Reads the repository at `root`, without what `.gitignore` names. Only the text of searched files is read. */
export function readRepository(root: string): Files {
  const ignored = new Set([
    '.git',
    ...readFileSync(join(root, '.gitignore'), 'utf8')
      .split('\n')
      .map((line) => line.replaceAll('/', '')),
  ]);
  const files = new Map<string, string | null>();
  const read = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (ignored.has(entry.name)) continue;
      if (entry.isDirectory()) read(path);
      else {
        const searched = textFile.test(path) && path !== ownTest;
        files.set(path, searched ? readFileSync(join(root, path), 'utf8') : null);
      }
    }
  };
  read('.');
  return files;
}

if (import.meta.main) {
  const broken = brokenReferences(readRepository(join(import.meta.dirname, '..')));
  for (const { file, line, reference } of broken) console.log(`${file}:${line} ${reference}`);
  if (broken.length > 0) process.exitCode = 1;
}
