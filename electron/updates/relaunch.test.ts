import { expect, test } from 'vitest';
import { relaunchOptions } from './relaunch.ts';

test('it comes back with the arguments that it had, hidden if nobody saw it', () => {
  const argv = ['/usr/bin/electron', '/app', '--hidden'];
  expect(relaunchOptions(argv, undefined, false)).toEqual({ args: ['/app'] });
  expect(relaunchOptions(argv, undefined, true)).toEqual({ args: ['/app', '--hidden'] });
});

test('an AppImage starts from its file', () => {
  expect(relaunchOptions(['/tmp/.mount_1/onqueue'], '/apps/OnQueue.AppImage', false)).toEqual({
    args: [],
    execPath: '/apps/OnQueue.AppImage',
  });
});
