/** Downloads Electron's runtime with the package's own installer, monitored from outside because it has no time-out. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A network that delivers nothing for this long is dropping the requests. */
const STALL_TIMEOUT_MS = 20_000;
const CHECK_INTERVAL_MS = 1_000;

const PROGRESS_LINE = 'Fetching the desktop runtime, once …';

export interface FetchOptions {
  /** Where progress is written: one line, which grows on a terminal. */
  readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** Milliseconds; set by tests only. */
  readonly stalledAfter?: number;
  readonly lookEvery?: number;
}

/** Downloads the runtime into the npm package `electron` in that folder; `false` = it is unavailable. */
export async function downloadRuntime(electron: string, options: FetchOptions): Promise<boolean> {
  const { out, stalledAfter = STALL_TIMEOUT_MS, lookEvery = CHECK_INTERVAL_MS } = options;
  out.write(PROGRESS_LINE);
  // The download is stored here first, so that its size shows the progress.
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

/** Bytes of the files below; files that vanish meanwhile count as zero. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(folder, file), { throwIfNoEntry: false }))
    .reduce((sum, found) => sum + (found?.isFile() ? found.size : 0), 0);
}
