/** The size of one message, as the hub counts it. */
import { MAX_MESSAGE_BYTES } from '#core/defaults.ts';

const bytes = new TextEncoder();
export const fitsInMessage = (text: string): boolean => bytes.encode(text).length <= MAX_MESSAGE_BYTES;
