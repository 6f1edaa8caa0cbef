import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenReferences, readRepository } from './check-references.ts';

const repository = {
  'docs/DOMAIN.md': '# Rules\n\n## 1. Terms\n\n## 2. Presence status\n',
  'docs/CASES.md': '# Cases\n\n## Case 1: a heartbeat\n',
  'docs/decisions/0001-pin.md': '# Pin\n',
  'hub/router/router.ts': '',
  'hub/router/router.test.ts': '',
};
const broken = (path: string, text: string) =>
  brokenReferences(new Map([...Object.entries(repository), [path, text]]))
    .filter(({ file }) => file === path)
    .map(({ reference }) => reference);

test('the references of this repository resolve', () => {
  expect(brokenReferences(readRepository(join(import.meta.dirname, '..')))).toEqual([]);
});

test('reports file and line', () => {
  const files = new Map([...Object.entries(repository), ['core/a.ts', '\n// DOMAIN §9']]);
  expect(brokenReferences(files)).toEqual([{ file: 'core/a.ts', line: 2, reference: '§9' }]);
});

test.each([
  ['sections', '// DOMAIN §2, §3', ['§3']],
  ['cases', "it('case 1: …'); // cases 7", ['cases 7']],
  ['decisions', '// decision 0001, decision 0002', ['decision 0002']],
  ['documents', '// docs/CASES.md, docs/GONE.md', ['docs/GONE.md']],
  ['no labels of a switch statement', '    case 7: return;', []],
])('mentions in code: %s', (_, text, expected) => {
  expect(broken('core/a.ts', text)).toEqual(expected);
});

test.each([
  ['a file beside it', '[rules](DOMAIN.md)', []],
  ['a file that does not exist', '[rules](GONE.md)', ['GONE.md']],
  ['a file above it', '[router](../hub/router/router.ts)', []],
  ['a folder', '[decisions](decisions/)', []],
  ['an image that does not exist', '![a picture](screenshots/gone.png)', ['screenshots/gone.png']],
  ['a heading', '[terms](DOMAIN.md#1-terms)', []],
  ['a heading that does not exist', '[terms](DOMAIN.md#3-terms)', ['DOMAIN.md#3-terms']],
  ['a heading of the same file', '# Two words\n[here](#two-words) [there](#three-words)', ['#three-words']],
  ['another site', '[site](https://example.com/a.md)', []],
  ['a code block', '```\n[rules](GONE.md) `hub/gone.ts`\n```', []],
])('a link in Markdown to %s', (_, text, expected) => {
  expect(broken('docs/GUIDE.md', text)).toEqual(expected);
});

test.each([
  ['hub/router/router.ts', true],
  ['hub/router/', true],
  ['#hub/router/router.ts', true],
  ['hub/**/*.test.ts', true],
  ['router.ts', true],
  ['decisions/0001-pin.md', true],
  ['settings.json', true],
  ['latest.yml', true],
  ['work-item.created', true],
  ['hub/router/gone.ts', false],
  ['hub/router/router', false],
  ['hub/*.css', false],
  ['gone.ts', false],
])('a backticked path in Markdown: %s resolves: %s', (path, resolves) => {
  expect(broken('docs/GUIDE.md', `See \`${path}\`.`)).toEqual(resolves ? [] : [path]);
});
