import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what needs it, and lets nothing begin as a formula', () => {
  expect(
    csvOf([
      ['a', 'b,c', 'say "hi"'],
      ['=1+1', '-2', 'line\nbreak'],
    ]),
  ).toBe('\uFEFFa,"b,c","say ""hi"""\r\n\'=1+1,\'-2,"line\nbreak"\r\n');
});
