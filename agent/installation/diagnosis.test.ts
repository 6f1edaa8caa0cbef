import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROTOCOL } from '#core/defaults.ts';
import { type ScriptedHub, startScriptedHub } from '#tests/support/scripted-hub.ts';
import { selfSigned } from '#tests/support/self-signed.ts';
import { startTlsFront, type TlsFront } from '#tests/support/tls-front.ts';
import { fetchCertificate } from '../link/certificate.ts';
import { diagnose, exitCode, reportText, troubleFindings } from './diagnosis.ts';
import { lockDataDirectory } from './data-lock.ts';

const root = join(import.meta.dirname, '..', '..');
let folder = '';
let hub: ScriptedHub;
let front: TlsFront;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onqueue-diagnosis-'));
  hub = await startScriptedHub({ now: Date.now });
  front = await startTlsFront(hub.port, selfSigned('hub.example.com'));
});
afterEach(async () => {
  await front.close();
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
const device = (changes: object) =>
  write('device.json', { deviceId: 'device-1', account: null, trusted: {}, hubPort: null, ...changes });
const look = () =>
  diagnose({
    root,
    version: '1.0.0',
    dataDirectory: folder,
    policyFile: { path: join(folder, 'policy.json'), adminOnly: false },
    platform: 'linux',
  });
const finding = async (what: string) => (await look()).find((one) => one.what === what);

test('reports a hub whose certificate the user has trusted as healthy', async () => {
  const { fingerprint } = await fetchCertificate(front.url);
  device({ account: { hub: front.url, username: 'mina' }, trusted: { [front.url]: fingerprint } });
  expect(await finding('Hub')).toEqual({
    what: 'Hub',
    good: true,
    detail: `${front.url} answers, version 0.0.0`,
  });
  device({ account: { hub: front.url, username: 'mina' } });
  expect(await finding('Hub')).toMatchObject({
    good: false,
    detail: expect.stringContaining('vouches for the certificate') as string,
  });
});

test('distinguishes an incompatible hub from an unreachable one', async () => {
  device({ account: { hub: hub.url, username: 'mina' } });
  hub.speak(PROTOCOL - 1);
  expect((await finding('Hub'))?.detail).toMatch(/This hub is older than your OnQueue/);
  device({ account: { hub: 'http://127.0.0.1:9', username: 'mina' } });
  expect((await finding('Hub'))?.detail).toMatch(/cannot be reached/);
});

test('checks the hub that the policy fixes', async () => {
  device({ hubPort: 9 });
  write('policy.json', { hub: hub.url });
  expect(await finding('Hub')).toMatchObject({ good: true, detail: `${hub.url} answers, version 0.0.0` });
});

test('lists every setting that a policy fixes, with its location', async () => {
  write('policy.json', { updateFeed: 'https://updates.example.com/' });
  expect(await finding('Policy of this machine')).toMatchObject({
    good: true,
    detail: `fixes updateFeed (${join(folder, 'policy.json')})`,
  });
});

test('accepts a missing embedded hub only while nothing runs', async () => {
  device({ hubPort: 9 });
  expect(await finding('Hub')).toMatchObject({ good: true });
  expect(await finding('Running')).toMatchObject({ detail: 'no' });
  const lock = await lockDataDirectory(folder);
  expect(await finding('Hub')).toMatchObject({ good: false });
  expect(await finding('Running')).toMatchObject({ detail: `yes, process ${process.pid}` });
  lock.release();
});

test('does not report past problems as present faults', async () => {
  const findings = [...(await look()), ...troubleFindings([{ at: 0, what: 'link: ECONNREFUSED', times: 7 }])];
  expect(exitCode(findings)).toBe(0);
  expect(reportText(findings)).toContain(
    '· Trouble: 1970-01-01T00:00:00.000Z (7 times) link: ECONNREFUSED\n',
  );
  write('policy.json', { hubb: 1 });
  expect(exitCode(await look())).toBe(1);
});

test('S7: names what other users of the machine can access', async () => {
  write('settings.json', {});
  chmodSync(join(folder, 'settings.json'), 0o644);
  expect(await finding('Privacy')).toBeUndefined();
  chmodSync(folder, 0o755);
  expect(await finding('Privacy')).toEqual({
    what: 'Privacy',
    good: false,
    detail: `others on this machine can get at ${folder}, ${join(folder, 'settings.json')}; the next start puts that right`,
  });
});
