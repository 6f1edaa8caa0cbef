/** What the runtime of the desktop shell must be told at its start; once it runs it is too late. */

/**
 * Arguments for a start on this desktop. Wayland lets no program place its windows or keep one above the others, so
 * there too X11 is asked for, where it is served. Installed entries say the same (`electron-builder.yml`).
 */
export const displayArguments = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] =>
  platform === 'linux' && env.DISPLAY ? ['--ozone-platform=x11'] : [];
