import { expect, test } from 'vitest';
import { onNativeWayland } from './wayland.ts';

test('only a Wayland session that was not told to go through X11 keeps windows from standing in front', () => {
  const session = { XDG_SESSION_TYPE: 'wayland' };
  expect(onNativeWayland('linux', session, '')).toBe(true);
  expect(onNativeWayland('linux', session, 'x11')).toBe(false);
  expect(onNativeWayland('linux', { XDG_SESSION_TYPE: 'x11' }, '')).toBe(false);
  expect(onNativeWayland('linux', { XDG_SESSION_TYPE: 'x11' }, 'wayland')).toBe(true);
  expect(onNativeWayland('darwin', session, '')).toBe(false);
});
