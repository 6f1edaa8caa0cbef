/**
 * What a window of the desktop shell finds beside its page: who it is, and how to ask for its line to the shell. The
 * line itself is a MessagePort that arrives as a `message` event of the window itself, so that the page never sees IPC.
 */
export interface DesktopBridge {
  /** Stable over reloads. */
  readonly windowId: string;
  /** Asks for a port. It comes with the message `PORT_MESSAGE`; a page that is none of ours is never answered. */
  connect(): void;
}

/** Channel on which a window asks for its line. */
export const CONNECT_CHANNEL = 'onqueue:connect';
/** Channel, and message to the page, that bring the port. */
export const PORT_MESSAGE = 'onqueue:port';
/** The windows that the shell itself opens. */
export type DesktopWindow = 'main' | 'offers' | 'ringer';
