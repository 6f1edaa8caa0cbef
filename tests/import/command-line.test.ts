import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { importFaults } from '#core/i18n/import-faults.en.ts';
import { importRemarks } from '#core/i18n/import-remarks.en.ts';
import type { ImportReport } from '#hub/exchange/import/report.ts';
import { cleanUp, fixtures, folderWith, newFolder } from './stage.ts';

afterEach(cleanUp);

const main = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const lighthouse = join(fixtures, 'salesforce', 'lighthouse');
const presences = join(fixtures, 'dynamics', 'web-api');

function run(
  args: readonly string[],
  data = newFolder(),
): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ONQUEUE_DATA: data } });
    let output = '';
    let errors = '';
    child.stdout.on('data', (text) => (output += String(text)));
    child.stderr.on('data', (text) => (errors += String(text)));
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}

test('writes nothing for a plan, imports, and changes nothing when its export is imported', async () => {
  const data = newFolder();
  const database = ['--db', `sqlite:${join(data, 'other.db')}`];
  const json = (text: string) => JSON.parse(text) as ImportReport;

  const planned = await run(['import', 'salesforce', lighthouse, '--dry-run', '--json', ...database]);
  expect(planned).toMatchObject({ code: 0, errors: '' });
  const plan = json(planned.output);
  expect(plan).toMatchObject({ format: 'onqueue-import', version: 1, source: 'salesforce', applied: false });
  const applied = await run(['import', 'salesforce', lighthouse, '--json', ...database]);
  expect(json(applied.output)).toEqual({ ...plan, applied: true });

  const again = await run(['import', 'salesforce', lighthouse, ...database]);
  expect(again.code).toBe(0);
  expect(again.output).toMatch(/Both_At_Once: Requests cannot be accepted automatically and be declined/);
  expect(again.output).toMatch(/^Done: 0 created, 0 updated, \d+ unchanged/m);

  const out = join(data, 'out');
  const exported = await run(['export', 'salesforce', out, ...database]);
  expect(exported).toMatchObject({ code: 0, errors: '' });
  expect(existsSync(join(out, 'sfdx-project.json'))).toBe(true);
  const back = await run(['import', 'salesforce', out, '--dry-run', '--json', ...database]);
  expect(json(back.output).totals).toMatchObject({ create: 0, update: 0, skip: 0 });
}, 90_000);

test('uses the hub of this machine without --db', async () => {
  const data = newFolder();
  const { code, output } = await run(['import', 'dynamics', presences], data);
  expect(code).toBe(0);
  expect(output).toMatch(/\+ Mittagspause/);
  expect(existsSync(join(data, 'hub.db'))).toBe(true);
}, 60_000);

test('ends with exit code 1 and one sentence when nothing can be read', async () => {
  const empty = folderWith({ 'readme.txt': 'x' });
  const broken = folderWith({ 'a.queue': '<' });
  for (const source of ['/nowhere/at/all', empty, broken]) {
    const { code, errors } = await run(['import', 'salesforce', source]);
    expect(code).toBe(1);
    expect(errors.trim().split('\n')).toHaveLength(1);
  }
}, 90_000);

test('ends with exit code 2 on usage errors', async () => {
  const mistakes = [
    ['import', 'zendesk', lighthouse],
    ['import', 'salesforce'],
    ['import', 'salesforce', lighthouse, '--db', 'mysql://here'],
    ['export', 'dynamics', newFolder()],
  ];
  for (const args of mistakes) {
    const { code, output, errors } = await run(args);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).not.toMatch(/\n\s+at /);
  }
}, 90_000);

test('documents every code that a report can hold', () => {
  const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'IMPORT.md'), 'utf8');
  const codes = [...Object.keys(importRemarks), ...Object.keys(importFaults)];
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !document.includes(`\`${code}\``))).toEqual([]);
});
