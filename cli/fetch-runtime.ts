/** Fetching Electron's runtime: the package's own installer, watched from outside, since it waits without an end. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A network that brings nothing for this long drops what it is asked for. */
const STALL_TIMEOUT_MS = 20_000;
const CHECK_INTERVAL_MS = 1_000;

const PROGRESS_LINE = 'Fetching the desktop runtime, once …';

export interface FetchOptions {
  /** Where it is said: one line, which grows on a terminal. */
  readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** Milliseconds; given by tests only. */
  readonly stalledAfter?: number;
  readonly lookEvery?: number;
}

/** Fetches the runtime into the npm package `electron` in that folder; `false` = it could not be had. */
export async function downloadRuntime(electron: string, options: FetchOptions): Promise<boolean> {
  const { out, stalledAfter = STALL_TIMEOUT_MS, lookEvery = CHECK_INTERVAL_MS } = options;
  out.write(PROGRESS_LINE);
  // What arrives lies here first, so that its size tells how it goes.
  const arriving = mkdtempSync(join(tmpdir(), 'onqueue-runtime-'));
  const child = spawn(process.execPath, [join(electron, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: arriving, TEMP: arriving, TMP: arriving },
  });
  let size = 0;
  let movedAt = performance.now();
  const timer = setInterval(() => {
    const now = sizeOf(arriving) + sizeOf(join(electron, 'dist'));
    if (now !== size) {
      size = now;
      movedAt = performance.now();
      if (out.isTTY) out.write(`\r${PROGRESS_LINE} ${Math.round(size / 1e6)} MB`);
    } else if (performance.now() - movedAt > stalledAfter) child.kill();
  }, lookEvery);
  try {
    return await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false));
      child.once('close', (code) => resolve(code === 0));
    });
  } finally {
    clearInterval(timer);
    out.write('\n');
    rmSync(arriving, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Bytes of the files below; what vanishes meanwhile counts nothing. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(folder, file), { throwIfNoEntry: false }))
    .reduce((sum, found) => sum + (found?.isFile() ? found.size : 0), 0);
}
