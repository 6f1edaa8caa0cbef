/** This installation: its name, and the location of its parts. */
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

export const version: string = packageJson.version;
export const APP_NAME = 'OnQueue';
/** Windows ties notifications to the shortcut with the same id; the installer writes it (`appId`). */
export const APP_ID = 'org.onqueue.desktop';
/** Windows uses this to find the application when a notification of an earlier run is clicked. Never changes. */
export const TOAST_ACTIVATOR = '{AA317DD9-0354-46B0-9CB5-AF058F2F1AF6}';

/** The built main process is in `dist/desktop`; everything it needs is below the same root, also inside an archive. */
export const root = join(import.meta.dirname, '..', '..');
/** Where the package keeps files outside the archive; only a packaged copy has any. */
export const resourcesPath: string = process.resourcesPath ?? root;
export const rendererDirectory = join(root, 'dist', 'renderer');
export const customerPages = join(root, 'dist', 'customer');
export const soundsDirectory = join(root, 'assets', 'sounds');
export const iconsDirectory = join(root, 'dist', 'desktop', 'icons');
export const preloadFile = join(root, 'dist', 'desktop', 'preload.cjs');
export const hubFile = join(root, 'dist', 'desktop', 'hub-process.js');
