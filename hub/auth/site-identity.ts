/**
 * Facts about a customer that the site vouches for: a JSON Web Token (HS256) signed with one of the hub's signing keys.
 * `sub` = the customer's id at the site, `name`, `fields` = known facts, `exp` = expiry, at most a day ahead. DOMAIN
 * §17.
 */
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { VisibleName } from '#core/text/clean-text.ts';
import { Fields } from '#core/vocabulary.ts';
import type { HubContext } from '../unit/context.ts';

/** A token with a longer lifetime could be used by the next person at the same browser. */
const MAX_IDENTITY_TTL_SECONDS = 24 * 3_600;

/** Facts about a customer that the site vouches for. */
export interface CustomerIdentity {
  readonly externalId: string;
  readonly name: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

const Claims = z.object({
  sub: VisibleName(200),
  exp: z.number(),
  name: VisibleName(100).optional(),
  fields: Fields.default({}),
});

/**
 * @throws IDENTITY_INVALID for a wrong signature, another algorithm, an expired token or one with too long a lifetime
 */
export async function verifyIdentity(context: HubContext, token: string): Promise<CustomerIdentity> {
  const now = context.clock.now();
  const keys = await context.store.reader.selectFrom('signing_key').select('secret').execute();
  for (const { secret } of keys) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        currentDate: new Date(now),
        requiredClaims: ['sub', 'exp'],
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success || claims.data.exp > now / 1000 + MAX_IDENTITY_TTL_SECONDS) break;
      const { sub, name, fields } = claims.data;
      return { externalId: sub, name: name ?? null, fields };
    } catch {
      // Another key may match.
    }
  }
  throw new AppError('IDENTITY_INVALID');
}
