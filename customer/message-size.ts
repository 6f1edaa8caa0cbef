/** The size of one message, as the hub counts it. */
import { MESSAGE_BYTES } from '#core/defaults.ts';

const bytes = new TextEncoder();
export const fitsInOneMessage = (text: string): boolean => bytes.encode(text).length <= MESSAGE_BYTES;
