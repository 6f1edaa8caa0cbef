/**
 * O1: the customer's chat behind a proxy that buffers responses, as nginx does by default. Like the real one, the
 * proxy here streams only responses with `X-Accel-Buffering: no`.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerPage, type HubProcess, prepareCentre, startHubProcess } from '../support/hub-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'onqueue-proxy-'));
let hub: HubProcess;
let proxy: Server;
let streamed = 0;

beforeAll(async () => {
  const address = `sqlite:${join(folder, 'hub.db')}`;
  await prepareCentre(address, []);
  hub = await startHubProcess(['--db', address, '--behind-proxy']);
  proxy = createServer((incoming, outgoing) => {
    const { port } = new URL(hub.url);
    const { method, url, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const { 'x-accel-buffering': buffering, ...kept } = answer.headers;
      if (buffering === 'no') {
        streamed += 1;
        outgoing.writeHead(answer.statusCode!, kept);
        answer.pipe(outgoing);
        return;
      }
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => outgoing.writeHead(answer.statusCode!, kept).end(Buffer.concat(parts)));
    });
    outgoing.once('close', () => forwarded.destroy());
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('O1: a customer behind a buffering proxy sees the queue position, and an answer without delay', async () => {
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { token } = await customerPage(url).start({ startId: randomUUID(), name: 'Cora' });
  const page = customerPage(url, token);
  const events = await page.watch({ after: 0 });
  const kinds: string[] = [];
  const read = async (until: string) => {
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error(`the stream ended after ${kinds.join(', ')}`);
      kinds.push(value.kind);
      if (value.kind === until) return;
    }
  };
  await read('view');
  await page.send({ clientId: randomUUID(), text: 'Hello' });
  await read('messages');
  expect(streamed).toBeGreaterThan(0);
  await events.return?.();
}, 20_000);
