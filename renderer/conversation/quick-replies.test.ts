import { expect, it } from 'vitest';
import { matchingReplies } from './quick-replies.ts';

const replies = [
  { key: 'goodbye', text: 'Have a good day!' },
  { key: 'bye', text: 'See you!' },
  { key: '인사', text: '안녕하세요' },
];
const keys = (text: string) => matchingReplies(text, replies)?.map(({ key }) => key) ?? null;

it('asks for quick replies only with a slash at the very beginning', () => {
  expect(keys('')).toBeNull();
  expect(keys('and/or')).toBeNull();
  expect(keys('/usr/bin')).toBeNull();
  expect(keys('/bye now')).toBeNull();
  expect(keys('/')).toEqual(['goodbye', 'bye', '인사']);
});

it('finds by key first, then by text, in every script', () => {
  expect(keys('/b')).toEqual(['bye', 'goodbye']);
  expect(keys('/DAY')).toEqual(['goodbye']);
  expect(keys('/인')).toEqual(['인사']);
  expect(keys('/nothing')).toEqual([]);
});
