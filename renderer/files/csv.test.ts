import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what must be quoted, and neutralises formulas', () => {
  expect(
    csvOf([
      ['a,b', 'say "hi"', '=SUM(A1)', '-x', -3, 0.5, null, '김'],
      ['=1+1', '-2', 'line\nbreak'],
    ]),
  ).toBe(`\uFEFF"a,b","say ""hi""",'=SUM(A1),'-x,-3,0.5,,김\r\n'=1+1,'-2,"line\nbreak"\r\n`);
});
