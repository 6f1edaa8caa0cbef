/** A line of external text (a name, a subject, a field name), made safe to show beside others. */
import { z } from 'zod';

/**
 * Characters that change how the surrounding text looks, or that are invisible: controls, direction overrides,
 * zero-width spaces. Joiners (U+200C, U+200D) stay, since Persian and emoji need them.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Letters without a visible glyph: the Hangul fillers and the braille blank. */
const BLANK = /[\u115f\u1160\u3164\uffa0\u2800]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Removes unsafe characters and collapses spaces. */
export const cleanText = (text: string): string => text.replace(UNSAFE, ' ').replace(/\s+/gu, ' ').trim();

/** Whether the text has a visible character. */
export const isVisible = (text: string): boolean => VISIBLE.test(text.replace(BLANK, ''));

/** A cleaned text of one line with at most `most` characters; may be empty. */
export const OneLine = (most: number) => z.string().overwrite(cleanText).max(most);

/** A cleaned name of one line with at least one visible character. */
export const VisibleName = (most: number) =>
  OneLine(most).refine(isVisible, { params: { code: 'EMPTY' }, message: 'empty' });
