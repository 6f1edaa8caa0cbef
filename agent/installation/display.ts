/** Settings that the desktop shell's runtime needs before it starts; they cannot be changed later. */

/**
 * Arguments for a start on this desktop. Wayland lets no program place its windows or keep one above the others, so X11
 * is requested there too, where it is available. Installed entries do the same (`electron-builder.yml`).
 */
export const displayArguments = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] =>
  platform === 'linux' && env.DISPLAY ? ['--ozone-platform=x11'] : [];
