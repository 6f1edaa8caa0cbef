/** Builds the desktop shell before its specs, unless it has been built since its sources changed. */
import { join } from 'node:path';
import { buildDesktop } from '../../cli/build-pages.ts';

export const setup = (): Promise<void> => buildDesktop(join(import.meta.dirname, '..', '..'));
