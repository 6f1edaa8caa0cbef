/** Signing in to a hub: name and password once, a token from then on. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { HubContract } from '#core/contract/hub.ts';
import { AppError } from '#core/errors.ts';
import { codeOf, toAppError } from '../errors.ts';
import type { Fingerprint } from './certificate.ts';
import { rpcUrl } from './hub-address.ts';
import { hubFetch } from './hub-fetch.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const SIGN_IN_TIMEOUT_MS = 15_000;
const REVOKE_TIMEOUT_MS = 3_000;

/**
 * Exchanges credentials for a token. Throws the hub's own error (`WRONG_CREDENTIALS`, `TOO_MANY`, …), or
 * `HUB_UNREACHABLE` when no hub of our protocol answers there.
 */
export async function signIn(
  hub: string,
  credentials: Credentials,
  device: string,
  trusted: Fingerprint | null,
): Promise<string> {
  const link = new RPCLink({
    url: rpcUrl(hub),
    fetch: (request) =>
      hubFetch(trusted)(new Request(request, { signal: AbortSignal.timeout(SIGN_IN_TIMEOUT_MS) })),
  });
  const client: ContractRouterClient<HubContract> = createORPCClient(link);
  try {
    return (await client.auth.signIn({ ...credentials, device })).token;
  } catch (error) {
    if (codeOf(error) !== null) throw toAppError(error);
    throw new AppError('HUB_UNREACHABLE', { hub });
  }
}

/** Revokes the token at the hub. Best effort: a hub that cannot be reached keeps it until it expires. */
export async function revokeToken(hub: string, token: string, trusted: Fingerprint | null): Promise<void> {
  const link = new RPCLink({
    url: rpcUrl(hub),
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) =>
      hubFetch(trusted)(new Request(request, { signal: AbortSignal.timeout(REVOKE_TIMEOUT_MS) })),
  });
  const client: ContractRouterClient<HubContract> = createORPCClient(link);
  await client.auth.signOut({}).catch(() => undefined);
}
