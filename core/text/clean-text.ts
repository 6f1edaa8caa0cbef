/** One line of text that comes from outside (a name, a subject, the name of a field), made safe to show beside others. */
import { z } from 'zod';

/**
 * Characters that change how the text around them looks, or that cannot be seen: controls, overrides of the writing
 * direction, zero-width spaces. Joiners (U+200C, U+200D) stay, since Persian and emoji need them.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Letters that show nothing: the fillers of Hangul and the blank of braille. */
const BLANK = /[\u115f\u1160\u3164\uffa0\u2800]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Without unsafe characters, and with single spaces. */
export const cleanText = (text: string): string => text.replace(UNSAFE, ' ').replace(/\s+/gu, ' ').trim();

/** True when there is something to see. */
export const isVisible = (text: string): boolean => VISIBLE.test(text.replace(BLANK, ''));

/** A text of one line, cleaned, with at most `most` characters; may be empty. */
export const OneLine = (most: number) => z.string().overwrite(cleanText).max(most);

/** A name of one line, cleaned, of which something can be seen. */
export const VisibleName = (most: number) =>
  OneLine(most).refine(isVisible, { params: { code: 'EMPTY' }, message: 'empty' });
