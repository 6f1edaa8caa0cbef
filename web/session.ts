/**
 * Who may use the browser shell: the tab that was opened with this run's one-time token, and from then on whoever holds
 * the cookie it was given. The cookie is signed with a secret of the data directory, so a restart signs nobody out.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A browser is remembered this long after its last start. */
const COOKIE_VALID = 30 * 24 * 3_600_000;
const SECRET_BYTES = 32;

export class Sessions {
  readonly #secret: Buffer;
  readonly #now: () => number;
  readonly #cookieName: string;
  /** For the address that is printed and opened; opens one session. */
  readonly startToken = randomBytes(32).toString('base64url');
  #used = false;

  /** `port` is in the cookie's name: browsers do not keep cookies of different ports apart. */
  constructor(secret: Buffer, port: number, now: () => number) {
    this.#secret = secret;
    this.#cookieName = `onqueue_${port}`;
    this.#now = now;
  }

  /**
   * The `Set-Cookie` value for a request that brings `token`, or `null` when it may not come in. A token works once;
   * a reload that brings it again is let in by its cookie.
   */
  open(token: string, cookies: string | undefined): string | null {
    const fits = sameText(token, this.startToken) && !this.#used;
    if (!fits && !this.holdsCookie(cookies)) return null;
    if (fits) this.#used = true;
    const claim = `${this.#now()}.${randomBytes(16).toString('base64url')}`;
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_VALID / 1_000}`;
    return `${this.#cookieName}=${claim}.${this.#sign(claim)}; ${attributes}`;
  }

  /** Whether this `Cookie` header holds one of ours that is still good. */
  holdsCookie(cookies: string | undefined): boolean {
    return (cookies ?? '').split(';').some((pair) => {
      const [name, value = ''] = pair.trim().split('=', 2);
      if (name !== this.#cookieName) return false;
      const [issued = '', nonce = '', signature = ''] = value.split('.');
      const age = this.#now() - Number(issued);
      return sameText(signature, this.#sign(`${issued}.${nonce}`)) && age < COOKIE_VALID;
    });
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#secret).update(claim).digest('base64url');
  }
}

/** The secret of this data directory, made at the first start; only its owner can read it. */
export function sessionSecret(directory: string): Buffer {
  const path = join(directory, 'shell-secret');
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8'), 'base64url');
    if (secret.length === SECRET_BYTES) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const fresh = randomBytes(SECRET_BYTES);
  writeFileSync(path, fresh.toString('base64url'), { mode: 0o600 });
  return fresh;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
