/**
 * What the preload script of the desktop shell exposes to a page: the window's id, and how to request its connection to
 * the shell. The connection is a MessagePort that arrives as a `message` event of the window, so that the page never
 * sees IPC.
 */
export interface DesktopBridge {
  /** Stable over reloads. */
  readonly windowId: string;
  /** Requests a port, which arrives with the message `PORT_MESSAGE`. Requests from foreign pages are not answered. */
  connect(): void;
}

/** Channel on which a window requests its port. */
export const CONNECT_CHANNEL = 'onqueue:connect';
/** Channel, and message to the page, that deliver the port. */
export const PORT_MESSAGE = 'onqueue:port';
/** The windows that the shell opens. */
export type DesktopWindow = 'main' | 'offers' | 'ringer';
