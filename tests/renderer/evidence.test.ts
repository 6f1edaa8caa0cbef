import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it('saves a screenshot, a trace and the logs when a browser test fails, and reports where', async () => {
  const config = join(root, 'tests', 'support', 'failing', 'vitest.config.ts');
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config],
    {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(output).toContain("expected 'Here' to be 'There'");
  const folder = /^Screenshots, traces and logs: (.+)$/m.exec(output)?.[1] ?? '';
  expect(readdirSync(folder).sort()).toEqual(['page-2-1.png', 'process-1.log', 'trace-2.zip']);
  expect(readFileSync(join(folder, 'process-1.log'), 'utf8')).toBe('what a process has said');
  const beginning = (name: string) => readFileSync(join(folder, name)).subarray(0, 4).toString('latin1');
  expect(beginning('page-2-1.png')).toBe('\u0089PNG');
  expect(beginning('trace-2.zip')).toBe('PK\u0003\u0004');
});
