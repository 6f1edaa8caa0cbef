import { expect, test } from 'vitest';
import { onNativeWayland } from './wayland.ts';

test('prevents windows from staying in front only in a Wayland session without X11', () => {
  const session = { XDG_SESSION_TYPE: 'wayland' };
  expect(onNativeWayland('linux', session, '')).toBe(true);
  expect(onNativeWayland('linux', session, 'x11')).toBe(false);
  expect(onNativeWayland('linux', { XDG_SESSION_TYPE: 'x11' }, '')).toBe(false);
  expect(onNativeWayland('linux', { XDG_SESSION_TYPE: 'x11' }, 'wayland')).toBe(true);
  expect(onNativeWayland('darwin', session, '')).toBe(false);
});
