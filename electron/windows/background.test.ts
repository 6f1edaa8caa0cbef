import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backgroundOf } from './background.ts';

test('gives a window the colour of its page from the first moment', () => {
  const tokens = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');
  const [, light, dark] = /--surface-page: light-dark\((#\w+), (#\w+)\)/.exec(tokens) ?? [];
  expect([backgroundOf(false), backgroundOf(true)]).toEqual([light, dark]);
});
