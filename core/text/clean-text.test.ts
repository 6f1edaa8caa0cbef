import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, isVisible, OneLine, VisibleName } from './clean-text.ts';

describe('S24: text from outside', () => {
  it.each([
    ['a right-to-left override', 'invoice\u202egnp.exe', 'invoice gnp.exe'],
    ['an isolate', 'a\u2066b\u2069c', 'a b c'],
    ['a line break', 'first\nsecond', 'first second'],
    ['an escape sequence', '\u001b[31mred', '[31mred'],
    ['zero-width spaces', 'an\u200bn', 'an n'],
    ['spaces around', '  Ann  Lee ', 'Ann Lee'],
  ])('cleans %s', (_what, given, clean) => expect(cleanText(given)).toBe(clean));

  it.each(['', ' ', '\u200b\u200b', '\u3164', '\u200d', '\u2800\u2800', '\u202e'])(
    'refuses a name of which nothing can be seen: %j',
    (name) => expect(VisibleName(100).safeParse(name).success).toBe(false),
  );

  it.each(['Ann', '김민수', '李', 'O’Brien', '👩‍👩‍👧', 'می‌خواهم', '7'])('keeps the name %s', (name) =>
    expect(VisibleName(100).parse(name)).toBe(name),
  );

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
        if (isVisible(text)) expect(clean).not.toBe('');
      }),
    );
  });

  it('measures the length after cleaning', () => {
    expect(OneLine(3).safeParse('abc\u200b\u200b').success).toBe(true);
    expect(OneLine(3).safeParse('abcd').success).toBe(false);
  });
});
