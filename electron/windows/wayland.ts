/** Whether windows of ours can be kept in front and put into a corner: Wayland lets no application do that. */

/**
 * Whether Electron draws on Wayland itself. It does so by default in such a session; `--ozone-platform=x11` makes it go
 * through X11, where all of it works. `asked` is that switch, `''` where it is not given.
 */
export function onNativeWayland(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, asked: string): boolean {
  if (platform !== 'linux') return false;
  return asked === '' || asked === 'auto' ? env.XDG_SESSION_TYPE === 'wayland' : asked === 'wayland';
}
