import { expect, it } from 'vitest';
import { arrange, byName, type Row, type ListQuery } from './arrange.ts';

const row = (id: string, cells: Row['cells'], more: Partial<Row> = {}): Row => ({
  id,
  name: id,
  active: true,
  cells,
  ...more,
});
const rows = [
  row('Gilda Moss', ['gilda', 50], { tags: ['agent', 'omni'] }),
  row('Adam Lee', ['adam', 5], { tags: ['admin'] }),
  row('Noor Haddad', ['noor', 40], { active: false, tags: ['agent', 'omni'] }),
];
const names = (wanted: Partial<ListQuery>, of: readonly Row[] = rows) =>
  arrange(of, { active: null, search: '', tags: [], sort: null, language: 'en', ...wanted }).map(
    ({ name }) => name,
  );

it('filters by activity, by all words anywhere in the row, and by all tags', () => {
  expect(names({})).toEqual(['Gilda Moss', 'Adam Lee', 'Noor Haddad']);
  expect(names({ active: false })).toEqual(['Noor Haddad']);
  expect(names({ search: ' moss GILDA ' })).toEqual(['Gilda Moss']);
  expect(names({ search: 'moss adam' })).toEqual([]);
  expect(names({ tags: ['', 'omni'] })).toEqual(['Gilda Moss', 'Noor Haddad']);
});

it('sorts numbers as numbers and texts by locale, equal ones by name', () => {
  expect(names({ sort: { column: 2, descending: false } })).toEqual([
    'Adam Lee',
    'Noor Haddad',
    'Gilda Moss',
  ]);
  expect(names({ sort: { column: 0, descending: true } })).toEqual(['Noor Haddad', 'Gilda Moss', 'Adam Lee']);
  const numbered = [row('b 10', ['x']), row('b 9', ['x']), row('a', ['x'])];
  expect(names({ sort: { column: 1, descending: false } }, numbered)).toEqual(['a', 'b 9', 'b 10']);
});

it('arranges ten thousand rows without a noticeable delay', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => row(`Agent ${at}`, [`agent${at}`, at % 7]));
  expect(names({ search: '9999', sort: { column: 2, descending: true } }, many)).toEqual(['Agent 9999']);
});

it('sorts by name at first, regardless of the original order', () => {
  expect(byName(rows).map(({ name }) => name)).toEqual(['Adam Lee', 'Gilda Moss', 'Noor Haddad']);
});
