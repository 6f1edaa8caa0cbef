/** Chromium does not know custom schemes: it loads `onqueue://app` under a localhost name, which counts as secure. */
const REAL = 'onqueue://app';
const SHOWN = 'http://onqueue.localhost';

export const shown = (url: string): string => (url.startsWith(REAL) ? SHOWN + url.slice(REAL.length) : url);
export const real = (url: string): string => (url.startsWith(SHOWN) ? REAL + url.slice(SHOWN.length) : url);
export const originOf = (url: string): string => {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url);
  return match ? match[0] : 'null';
};
