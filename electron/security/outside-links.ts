/** Which addresses may be passed to the system: the web, mail, telephone. Plain http only on this machine. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether `address` may be opened by another program of this machine. */
export function isAllowedExternalUrl(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  if (url.protocol === 'http:') return LOOPBACK.test(url.hostname);
  return url.protocol === 'https:' || url.protocol === 'mailto:' || url.protocol === 'tel:';
}
