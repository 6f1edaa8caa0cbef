/** Whether our windows can be kept in front and placed in a corner: Wayland does not allow that. */

/**
 * Whether Electron draws on Wayland itself. That is the default in such a session; `--ozone-platform=x11` makes it use
 * X11, where all features work. `asked` is that switch, `''` when it is not given.
 */
export function onNativeWayland(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, asked: string): boolean {
  if (platform !== 'linux') return false;
  return asked === '' || asked === 'auto' ? env.XDG_SESSION_TYPE === 'wayland' : asked === 'wayland';
}
