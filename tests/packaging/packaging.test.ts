import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatNotices } from '../../agent/installation/notices.ts';
import { APP_ID } from '../../electron/installation.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** The content of an installed copy. Electron itself is replaced by a stand-in: only our own files are checked. */
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'onqueue-package-'));
const archive = join(folder, 'out', 'linux-unpacked', 'resources', 'app.asar');
let files: string[] = [];
/** The desktop entries of AppImage, deb and rpm. */
const entries: string[] = [];

/** Where Electron's program keeps its fuses: after this mark, a version, a count, one character each (`0` = off). */
const MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;
/** As shipped by Electron. */
const standIn = Buffer.concat([
  Buffer.from(`#!/bin/sh\nexit 0\n${MARK}`, 'latin1'),
  Buffer.from([1, FUSES.length]),
  Buffer.from('101100011', 'latin1'),
]);

beforeAll(async () => {
  const runtime = join(folder, 'runtime');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  writeFileSync(join(runtime, 'electron'), standIn);
  chmodSync(join(runtime, 'electron'), 0o755);
  writeFileSync(join(runtime, 'version'), packageJson.devDependencies.electron);
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget(['AppImage', 'deb', 'rpm'], Arch.x64),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: runtime,
      directories: { output: join(folder, 'out') },
    },
    // The installers themselves are not built: their tools would have to be downloaded.
    effectiveOptionComputed(made: { readonly desktop: string } | readonly [unknown, desktopFile: string]) {
      entries.push('desktop' in made ? made.desktop : readFileSync(made[1], 'utf8'));
      return Promise.resolve(true);
    },
  });
  files = listPackage(archive, { isPack: false }).filter(
    (file) => !('files' in statFile(archive, file.slice(1))),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('an installed copy contains everything that runs', () => {
  for (const file of [
    '/package.json',
    '/dist/desktop/main.js',
    '/dist/desktop/preload.cjs',
    '/dist/desktop/hub.js',
    '/dist/desktop/import-worker.js',
    '/dist/desktop/strength-worker.js',
    '/dist/desktop/check-worker.js',
    '/dist/desktop/third-party-notices.txt',
    '/dist/renderer/third-party-notices.txt',
    '/dist/customer/third-party-notices.txt',
    '/dist/desktop/long-read-worker.js',
    '/dist/desktop/hub-process.js',
    '/dist/desktop/icons/tray-available-offer-light.png',
    '/dist/renderer/index.html',
    '/dist/renderer/offers.html',
    '/dist/renderer/ringer.html',
    '/dist/customer/index.html',
    '/assets/sounds/work-request.wav',
  ])
    expect(files).toContain(file);
});

it('an installed copy contains no tests, maps, sources or packages', () => {
  expect(files.filter((file) => /\.(ts|tsx|map)$|node_modules|\/tests?\/|\.test\./.test(file))).toEqual([]);
  const rooms = new Set(files.map((file) => file.split('/')[1]));
  expect([...rooms].sort()).toEqual(['LICENSE', 'assets', 'dist', 'package.json']);
});

it('S22: includes the licences of all bundled packages', () => {
  const text = formatNotices(
    ['desktop', 'renderer', 'customer'].map((bundle) =>
      extractFile(archive, join('dist', bundle, 'third-party-notices.txt')).toString('utf8'),
    ),
  );
  // One package of each bundle, and one without a licence file.
  for (const name of [
    'electron-updater',
    'kysely',
    'pg',
    '@zxcvbn-ts/language-en',
    'react-dom',
    'zod',
    'saxes',
  ])
    expect(text).toMatch(new RegExp(`^${name} [0-9.]+$`, 'm'));
  const parts = text.split(/\n-{80}\n/).slice(1);
  expect(parts.length).toBeGreaterThan(90);
  for (const part of parts) {
    expect(part).toMatch(/^Licence: (MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|0BSD|Unlicense)$/m);
    expect(part.length).toBeGreaterThan(500);
  }
});

it('has a package.json that starts the main process and names no development dependencies', () => {
  const shipped = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<
    string,
    unknown
  >;
  expect(shipped.main).toBe('dist/desktop/main.js');
  expect(shipped).not.toHaveProperty('devDependencies');
});

it('sets the fuses', () => {
  const program = readFileSync(join(folder, 'out', 'linux-unpacked', 'onqueue'));
  const at = program.indexOf(MARK, 0, 'latin1') + MARK.length + 2;
  const state = Object.fromEntries(
    FUSES.map((fuse, index) => [fuse, String.fromCharCode(program[at + index] ?? 0)]),
  );
  expect(state).toMatchObject({
    runAsNode: '0',
    cookieEncryption: '1',
    nodeOptions: '0',
    nodeCliInspect: '0',
    asarIntegrity: '1',
    onlyLoadAppFromAsar: '1',
    grantFileProtocolExtraPrivileges: '0',
  });
});

it('bundles the packages of the main process', () => {
  const source = extractFile(archive, join('dist', 'desktop', 'main.js')).toString('utf8');
  const asked = [
    ...source.matchAll(/^import .*? from "([^"]+)"|^import "([^"]+)"|^.*\b__require\("([^"]+)"\)/gm),
  ]
    .map(([, from, plain, required]) => from ?? plain ?? required ?? '')
    .filter((name) => !name.startsWith('./') && !name.startsWith('node:') && !isBuiltin(name));
  expect([...new Set(asked)]).toEqual(['electron']);
});

it('names installers for every system, with a feed that any static server can host', () => {
  const settings = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  expect(settings).toMatch(/^publish:\n {2}provider: generic\n {2}url: https:\/\/[\w.]+\.invalid\//m);
  for (const targets of ['[AppImage, deb, rpm]', '[nsis, msi]', '[dmg, zip]'])
    expect(settings).toContain(`target: ${targets}`);
  expect(settings).toContain(`appId: ${APP_ID}\n`);
});

it('marks system packages with their kind, so that none is replaced without a password', () => {
  const resources = join(folder, 'out', 'linux-unpacked', 'resources');
  expect(readFileSync(join(resources, 'package-type'), 'utf8')).toBe('rpm');
});

it('starts in its sandbox on Linux, where windows can be positioned', () => {
  expect(entries.map((entry) => /^Exec=(.*)$/m.exec(entry)?.[1])).toEqual([
    'AppRun --ozone-platform=x11 %U',
    '/opt/OnQueue/onqueue --ozone-platform=x11 %U',
    '/opt/OnQueue/onqueue --ozone-platform=x11 %U',
  ]);
});

it('stays small', () => {
  const size = files.reduce((sum, file) => {
    const entry = statFile(archive, file.slice(1));
    return sum + ('size' in entry ? entry.size : 0);
  }, 0);
  console.log(`app.asar: ${files.length} files, ${(size / 1024 / 1024).toFixed(1)} MB`);
  expect(size).toBeLessThan(12 * 1024 * 1024);
});
