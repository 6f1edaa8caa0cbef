/** The background of a window before its page has drawn anything: no white flash in a dark room. */

/** `--surface-page` of the renderer's tokens, for a dark or a light theme. */
export const backgroundOf = (dark: boolean): string => (dark ? '#101113' : '#f6f6f7');
