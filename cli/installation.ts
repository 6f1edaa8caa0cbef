/** This installation: its location and version. */
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

export const root = join(import.meta.dirname, '..');
export const version = packageJson.version;
