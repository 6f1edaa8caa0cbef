import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedAddress, type FeedSources } from './feed-address.ts';

let resourcesPath: string;
beforeEach(() => (resourcesPath = mkdtempSync(join(tmpdir(), 'onqueue-feed-'))));
afterEach(() => rmSync(resourcesPath, { recursive: true, force: true }));

const builtFor = (url: string) =>
  writeFileSync(join(resourcesPath, 'app-update.yml'), `provider: generic\nurl: ${url}\n`);
const address = (more: Partial<FeedSources> = {}) =>
  feedAddress({
    packaged: true,
    policy: undefined,
    tried: undefined,
    canBeUpdated: true,
    resourcesPath,
    ...more,
  });

test('prefers the policy to the address in the package; ignores a placeholder address', () => {
  expect(address()).toBeNull();
  builtFor('https://downloads.onqueue.invalid/desktop');
  expect(address()).toBeNull();
  builtFor('https://downloads.example.org/onqueue');
  expect(address()).toBe('https://downloads.example.org/onqueue');
  expect(address({ policy: 'https://intranet.example.com/onqueue' })).toBe(
    'https://intranet.example.com/onqueue',
  );
});

test('asks no server for a copy that cannot be replaced, regardless of the policy', () => {
  builtFor('https://downloads.example.org/onqueue');
  expect(address({ canBeUpdated: false, policy: 'https://intranet.example.com/onqueue' })).toBeNull();
});

test('asks for an unpackaged copy only when an address is given to try it out', () => {
  builtFor('https://downloads.example.org/onqueue');
  expect(address({ packaged: false })).toBeNull();
  expect(address({ packaged: false, tried: 'http://127.0.0.1:1' })).toBe('http://127.0.0.1:1');
});
