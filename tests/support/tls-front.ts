/** TLS in front of a local server, like a team's proxy; its certificate can change while it runs. */
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { SelfSigned } from './self-signed.ts';

export interface TlsFront {
  readonly url: string;
  /** Bytes that reached the server behind it, without handshakes. */
  readonly passedOn: number;
  /** Connections made to it, including those that ended during the handshake. */
  readonly connections: number;
  /** Uses this certificate from now on, and closes open connections. */
  show(certificate: SelfSigned): void;
  close(): Promise<void>;
}

export async function startTlsFront(port: number, certificate: SelfSigned): Promise<TlsFront> {
  const open = new Set<Socket>();
  let passedOn = 0;
  let connections = 0;
  const server = createServer(certificate, (near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk: Buffer) => (passedOn += chunk.length));
    near.pipe(far).pipe(near);
  });
  server.on('connection', () => (connections += 1));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get passedOn() {
      return passedOn;
    },
    get connections() {
      return connections;
    },
    show(next) {
      server.setSecureContext(next);
      cutAll();
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
