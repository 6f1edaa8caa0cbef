/** The connection to the shell. A window of the desktop shell gets a port from it, a browser tab uses a WebSocket. */
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink } from '@orpc/client/websocket';
import { NO_SESSION, secretOf } from '#core/contract/bridge-session.ts';
import { type DesktopBridge, PORT_MESSAGE } from '#core/contract/desktop-bridge.ts';

import { firstFrame, keepSession } from './session.ts';

declare global {
  interface Window {
    /** Present only in a window of the desktop shell. */
    readonly onqueue?: DesktopBridge;
  }
}

interface OpenTransport {
  readonly link: ClientLink<ClientContext>;
  /** Settles when the connection is closed, never rejects. */
  readonly closed: Promise<'away' | 'refused'>;
}
export type Transport = () => Promise<OpenTransport>;

/** Opens `/bridge` on this page's origin; rejects with the reason when it cannot be opened. */
const webSocketTransport: Transport = () =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridge`,
    );
    takeSessionFrames(socket);
    const closed = new Promise<'away' | 'refused'>((settle) => {
      socket.addEventListener('close', (event) => settle(event.code === NO_SESSION ? 'refused' : 'away'));
    });
    socket.addEventListener('open', () => {
      socket.send(firstFrame());
      resolve({ link: new RPCLink({ websocket: socket }), closed });
    });
    void closed.then((how) => reject(new Error(how)));
  });

/** Consumes frames about the session before other listeners: registered first, it stops them here. */
function takeSessionFrames(socket: WebSocket): void {
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    const renewed = secretOf(event.data);
    if (renewed === null) return;
    event.stopImmediatePropagation();
    keepSession(renewed);
  });
}

/** A shell that has not transferred a port by then never will. */
const PORT_TIMEOUT_MS = 5_000;

/** Asks the desktop shell for a port. */
const portTransport =
  (shell: DesktopBridge): Transport =>
  () =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => done(new Error('away')), PORT_TIMEOUT_MS);
      const done = (error?: Error) => {
        clearTimeout(late);
        window.removeEventListener('message', take);
        if (error) reject(error);
      };
      const take = ({ source, data, ports: [port] }: MessageEvent<unknown>) => {
        if (source !== window || data !== PORT_MESSAGE || !port) return;
        done();
        const closed = new Promise<'away'>((settle) => port.addEventListener('close', () => settle('away')));
        port.start();
        resolve({ link: new PortLink({ port }), closed });
      };
      window.addEventListener('message', take);
      shell.connect();
    });

const desktop = globalThis.window?.onqueue;

/** The transport of the present shell. */
export const shellTransport: Transport = desktop ? portTransport(desktop) : webSocketTransport;
