/** How the application restarts itself. */
import type { RelaunchOptions } from 'electron';
import { HIDDEN_START } from '../system/login-item.ts';

/**
 * As it was started (`argv`), but with a window or without one; an AppImage from its own file, since its mount point
 * disappears.
 */
export function relaunchOptions(
  argv: readonly string[],
  appImage: string | undefined,
  hidden: boolean,
): RelaunchOptions {
  const args = argv.slice(1).filter((arg) => arg !== HIDDEN_START);
  return {
    args: hidden ? [...args, HIDDEN_START] : args,
    ...(appImage !== undefined && { execPath: appImage }),
  };
}
