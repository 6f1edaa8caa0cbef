import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRepository } from './check-references.ts';
import { recipeProblems, touchPoints } from './count-touch-points.ts';
import { type Recipe, recipes } from './recipes.ts';

const recipe: Recipe = {
  name: 'A fruit',
  example: 'the pear',
  mention: /\bpear\b/,
  goal: 4,
  files: ['core/fruits.ts', 'hub/basket.ts'],
  texts: true,
  test: 'core/fruits.test.ts',
  uses: { 'hub/kitchen.ts': 'a cake has it' },
};
const repository = {
  'CONTRIBUTING.md':
    '# Recipes\n\n### A fruit\n\nExample: pear, at most 4 files.\n\n- `core/fruits.ts`: x\n- `hub/basket.ts`: y\n- `core/fruits.test.ts`: z\n\n### End\n',
  'core/fruits.ts': 'pear',
  'core/fruits.test.ts': 'pear',
  'core/i18n/en.ts': 'pear',
  'hub/basket.ts': 'pear',
  'hub/kitchen.ts': 'pear',
  'hub/other.ts': 'pears',
};
const problems = (more: Readonly<Record<string, string>> = {}, changes: Partial<Recipe> = {}) =>
  recipeProblems({ ...recipe, ...changes }, new Map(Object.entries({ ...repository, ...more })));

test.each(recipes)('lists the right files for "$name"', (one) => {
  expect(recipeProblems(one, readRepository(join(import.meta.dirname, '..')))).toEqual([]);
});

test('counts the texts of both languages as one file, and the tests as one', () => {
  expect(touchPoints(recipe)).toBe(4);
  expect(touchPoints({ ...recipe, texts: false, test: null })).toBe(2);
  expect(problems()).toEqual([]);
});

test.each([
  [
    'a listed file that is gone',
    {},
    { files: ['core/gone.ts', ...recipe.files] },
    'core/gone.ts does not exist',
  ],
  [
    'a listed file without the example',
    { 'hub/basket.ts': '' },
    {},
    'hub/basket.ts does not mention the pear',
  ],
  [
    'a file that is not listed',
    { 'web/new.ts': 'pear' },
    {},
    'web/new.ts mentions the pear and is not listed',
  ],
  ['texts that are missing', { 'core/i18n/en.ts': '' }, {}, 'no text mentions the pear'],
  ['more files than the goal', {}, { goal: 3 }, 'touches 4 files; the goal is 3'],
  ['a missing section', { 'CONTRIBUTING.md': '' }, {}, 'has no section in CONTRIBUTING.md'],
  [
    'a file that the guide does not name',
    { 'CONTRIBUTING.md': repository['CONTRIBUTING.md'].replace('`hub/basket.ts`', 'basket') },
    {},
    'CONTRIBUTING.md does not name hub/basket.ts',
  ],
] as const)('finds %s', (_what, files, changes, problem) => {
  expect(problems(files, changes)).toContain(`A fruit: ${problem}`);
});
