/**
 * The address of a hub: one base, from which the RPC endpoint, the socket, the chat page and the sounds are derived.
 */
import { AppError } from '#core/errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Normalises what a user typed to `https://host[:port][/path]`, without a trailing slash. Assumes `https` when no
 * scheme is given. Throws `INVALID_INPUT` for anything that is not a web address, that contains a password, or that
 * would send the password in clear over a network (plain http is for this machine only).
 */
export function normalizeHubAddress(typed: string): string {
  const trimmed = typed.trim();
  const bare = /^(localhost|127\.|\[::1\])/.test(trimmed) ? `http://${trimmed}` : `https://${trimmed}`;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : bare);
  const refused = (why: string) => new AppError('INVALID_INPUT', { field: 'hub', why, context: why });
  if (!url || trimmed === '') throw refused('not-an-address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('not-an-address');
  if (url.username || url.password) throw refused('no-credentials-in-address');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) throw refused('https-needed');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

export const healthUrl = (hub: string): string => `${hub}/health`;
export const rpcUrl = (hub: string): string => `${hub}/rpc`;
export const socketUrl = (hub: string): string => `${hub.replace(/^http/, 'ws')}/rpc-socket`;
export const chatPageUrl = (hub: string): string => `${hub}/chat`;
export const soundUrl = (hub: string, soundId: string): string =>
  `${hub}/sounds/${encodeURIComponent(soundId)}`;
