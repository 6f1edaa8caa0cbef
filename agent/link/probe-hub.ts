/** The first contact with a hub, before any secret is sent: whether there is one, its certificate and its protocol. */
import { z } from 'zod';
import { PROTOCOL } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { certificateTrouble, type Fingerprint, isInDate, fetchCertificate } from './certificate.ts';
import { healthUrl } from './hub-address.ts';
import { hubFetch } from './hub-fetch.ts';

/**
 * A hub's description of itself; a hub without a protocol predates the field. A hub that is not ready gives the reason
 * when it is called.
 */
const Health = z.object({
  status: z.enum(['ok', 'not-ready']),
  version: z.string(),
  protocol: z.number().default(0),
});

const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Resolves with the hub's version when a hub of our protocol is at `hub`, with the certificate that is `trusted` or
 * that this machine vouches for. Throws `CERTIFICATE_UNKNOWN` or `CERTIFICATE_CHANGED` with everything a user needs to
 * decide, `CERTIFICATE_INVALID`, `HUB_TOO_OLD`, `HUB_TOO_NEW`, `NO_HUB_THERE` or `HUB_UNREACHABLE`. `version` = ours.
 */
export async function probeHub(hub: string, trusted: Fingerprint | null, version: string): Promise<string> {
  const request = new Request(healthUrl(hub), { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  const answer = await hubFetch(trusted)(request).catch((error: unknown) => refuse(hub, error));
  const said: unknown = await answer.json().catch(() => null);
  const health = Health.safeParse(said).data;
  if (!health) throw new AppError(answer.status >= 500 ? 'HUB_UNREACHABLE' : 'NO_HUB_THERE', { hub });
  if (health.protocol < PROTOCOL)
    throw new AppError('HUB_TOO_OLD', { hub, version, hubVersion: health.version });
  if (health.protocol > PROTOCOL)
    throw new AppError('HUB_TOO_NEW', { hub, version, hubVersion: health.version });
  return health.version;
}

async function refuse(hub: string, error: unknown): Promise<never> {
  const trouble = certificateTrouble(error);
  if (trouble === null) throw new AppError('HUB_UNREACHABLE', { hub });
  const invalid = (why: 'expired' | 'another-name') =>
    new AppError('CERTIFICATE_INVALID', { hub, why, context: why });
  if (trouble === 'expired' || trouble === 'another-name') throw invalid(trouble);
  const shown = await fetchCertificate(hub);
  if (!isInDate(shown)) throw invalid('expired');
  throw new AppError(trouble === 'changed' ? 'CERTIFICATE_CHANGED' : 'CERTIFICATE_UNKNOWN', {
    hub,
    ...shown,
  });
}
