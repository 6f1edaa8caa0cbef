/**
 * Verifies the recipes: every file of a list exists and mentions the recipe's example, no other source file does, the
 * number of files stays within the goal, and CONTRIBUTING.md names the same files.
 * How it counts: each source file once; the texts of both languages together as one file; the tests as one file. Files
 * that only use the example are listed with a reason and do not count.
 */
import { join } from 'node:path';
import { readRepository } from './check-references.ts';
import { type Recipe, recipes } from './recipes.ts';

/** Files by path, with their texts; `null` for files that are not searched. */
type Files = ReadonlyMap<string, string | null>;

const isSource = (path: string) =>
  /^(core|hub|agent|electron|web|renderer|customer|cli)\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path);
const isText = (path: string) => /^(core|renderer)\/i18n\//.test(path);

/** Number of files that a change of this kind touches. */
export const touchPoints = ({ files, texts, test }: Recipe): number =>
  files.length + (texts ? 1 : 0) + (test === null ? 0 : 1);

/** The errors of a recipe, as text; empty = none. */
export function recipeProblems(recipe: Recipe, files: Files): string[] {
  const { name, example, mention, goal, uses, test } = recipe;
  const listed = [...recipe.files, ...Object.keys(uses)];
  const problems: string[] = [];
  for (const path of [...listed, ...(test === null ? [] : [test])]) {
    const text = files.get(path);
    if (text === undefined) problems.push(`${path} does not exist`);
    else if (!mention.test(text ?? '')) problems.push(`${path} does not mention ${example}`);
  }
  const mentions = [...files].filter(([path, text]) => isSource(path) && mention.test(text ?? ''));
  const texts = mentions.filter(([path]) => isText(path));
  for (const [path] of mentions)
    if (!isText(path) && !listed.includes(path))
      problems.push(`${path} mentions ${example} and is not listed`);
  if (recipe.texts !== texts.length > 0)
    problems.push(recipe.texts ? `no text mentions ${example}` : `${texts[0]?.[0]} mentions ${example}`);
  const count = touchPoints(recipe);
  if (count > goal) problems.push(`touches ${count} files; the goal is ${goal}`);
  problems.push(...guideProblems(recipe, files.get('CONTRIBUTING.md') ?? ''));
  return problems.map((problem) => `${name}: ${problem}`);
}

/** The section of the guide states the goal, and names exactly the files of the list. */
function guideProblems({ name, goal, files, test }: Recipe, guide: string): string[] {
  const section = guide.split(/^#+ /m).find((one) => one.startsWith(`${name}\n`));
  if (section === undefined) return ['has no section in CONTRIBUTING.md'];
  const wanted = new Set(test === null ? files : [...files, test]);
  const named = new Set([...section.matchAll(/^- `([^`]+)`/gm)].map(([, path]) => path!));
  return [
    ...(section.includes(`at most ${goal} files`)
      ? []
      : [`CONTRIBUTING.md does not say "at most ${goal} files"`]),
    ...[...wanted].filter((path) => !named.has(path)).map((path) => `CONTRIBUTING.md does not name ${path}`),
    ...[...named]
      .filter((path) => !wanted.has(path))
      .map((path) => `CONTRIBUTING.md names ${path}, the list does not`),
  ];
}

if (import.meta.main) {
  const files = readRepository(join(import.meta.dirname, '..'));
  const problems = recipes.flatMap((recipe) => recipeProblems(recipe, files));
  for (const recipe of recipes)
    console.log(`${recipe.name}: ${touchPoints(recipe)} of at most ${recipe.goal} files`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
