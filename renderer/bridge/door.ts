/** The way to the shell. A browser tab goes through a WebSocket; another shell may bring another door. */
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';

/** The shell closes with this code when the session cookie is not (any more) good. */
const REFUSED = 4401;

export interface OpenDoor {
  readonly link: ClientLink<ClientContext>;
  /** Settles when the line is gone, never rejects. */
  readonly closed: Promise<'away' | 'refused'>;
}
export type Door = () => Promise<OpenDoor>;

/** Opens `/bridge` on this page's origin; rejects with the reason when it cannot be opened. */
export const webSocketDoor: Door = () =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridge`,
    );
    const closed = new Promise<'away' | 'refused'>((settle) => {
      socket.addEventListener('close', (event) => settle(event.code === REFUSED ? 'refused' : 'away'));
    });
    socket.addEventListener('open', () => resolve({ link: new RPCLink({ websocket: socket }), closed }));
    void closed.then((how) => reject(new Error(how)));
  });
