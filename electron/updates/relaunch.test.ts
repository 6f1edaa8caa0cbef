import { expect, test } from 'vitest';
import { relaunchOptions } from './relaunch.ts';

test('restarts with its original arguments, hidden if no window was visible', () => {
  const argv = ['/usr/bin/electron', '/app', '--hidden'];
  expect(relaunchOptions(argv, undefined, false)).toEqual({ args: ['/app'] });
  expect(relaunchOptions(argv, undefined, true)).toEqual({ args: ['/app', '--hidden'] });
});

test('starts an AppImage from its file', () => {
  expect(relaunchOptions(['/tmp/.mount_1/onqueue'], '/apps/OnQueue.AppImage', false)).toEqual({
    args: [],
    execPath: '/apps/OnQueue.AppImage',
  });
});
