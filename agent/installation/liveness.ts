/** Lets other processes on this machine check that this one is alive: its process id alone may have been reused. */
import { createServer } from 'node:http';

export interface Liveness {
  readonly url: string;
  stop(): void;
}

/** Answers `GET /alive` on a free port of this machine with the process id, and nothing else. */
export async function answerLivenessProbe(): Promise<Liveness> {
  const server = createServer((request, response) => {
    const asked = request.method === 'GET' && request.url === '/alive';
    response.writeHead(asked ? 200 : 404, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end(asked ? String(process.pid) : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}
