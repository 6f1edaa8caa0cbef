/**
 * What no page of ours may do, regardless of its content: navigate away, open windows, embed others, request devices.
 */
import type { App, Session, Shell } from 'electron';
import { APP_ORIGIN } from '../pages/app-address.ts';
import { isAllowedExternalUrl } from './outside-links.ts';

/** Permissions that our own pages use; all others are denied, and other pages get none. */
const allowed: ReadonlySet<string> = new Set([
  'notifications',
  'speaker-selection',
  'clipboard-sanitized-write',
  'fullscreen',
]);

const isOurs = (address: string): boolean => address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);

/** Keeps every page, present and future, where it is; permitted external links open in the system's own programs. */
export function guardNavigation(app: App, shell: Shell): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; readonly url: string }) => {
      if (!isOurs(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isAllowedExternalUrl(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

/**
 * Denies every permission that is not on the list. Names of output devices can be read; no microphone is ever opened.
 */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(details.isMainFrame && isOurs(details.requestingUrl) && allowed.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const listsDevices = permission === 'media' && details.mediaType === 'audio';
    return isOurs(origin.replace(/\/$/, '')) && (allowed.has(permission) || listsDevices);
  });
}
