/** Ports of this machine. */
import { createServer } from 'node:net';
import { StartupError } from './startup-error.ts';

const PORTS_TO_TRY = 200;

/** Whether `port` of 127.0.0.1 is free now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * The first free port from `from` on, skipping `reserved`; 0 stays 0 and lets the system choose. Throws `StartupError`.
 */
export async function firstFreePort(from: number, reserved: readonly number[] = []): Promise<number> {
  if (from === 0) return 0;
  for (let port = from; port < from + PORTS_TO_TRY && port <= 65_535; port += 1)
    if (!reserved.includes(port) && (await isFree(port))) return port;
  throw new StartupError('NO_FREE_PORT', { port: from });
}
