/** The address of our pages: a scheme of our own, never `file:`. */
export const APP_SCHEME = 'onqueue';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** The page of a window; `hash` names the place in it. */
export const pageAddress = (file: string, hash = ''): string =>
  `${APP_ORIGIN}/${file}${hash === '' ? '' : `#/${hash}`}`;
