/**
 * Controls access to the application through a browser. A start token from the terminal is exchanged for a secret that
 * the page stores for its own origin: unlike a cookie it is not sent to the other ports of this machine. The shell
 * stores only hashes of secrets, for a working day at most, and none of them after a sign-out.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A secret expires after being unused for this long: tabs survive a restart, but not a night. */
const SESSION_TTL_MS = 12 * 3_600_000;
/** Minimum interval between two writes of the last use. */
const LAST_USED_INTERVAL_MS = 60_000;
/** More sessions than one user has tabs and browsers; the oldest ends first. */
const MAX_SESSIONS = 32;
/** An address requested by starting OnQueue again is opened at once. */
const START_TOKEN_TTL_MS = 2 * 60_000;
const SECRET_BYTES = 32;

const Kept = z.record(z.string(), z.number());

export class Sessions {
  readonly #directory: string;
  readonly #key: Buffer;
  readonly #now: () => number;
  /** For the address that is printed and opened at the start; opens one session. */
  readonly startToken = randomBytes(SECRET_BYTES).toString('base64url');
  readonly #usedTokens = new Set<string>();
  /** When each was last used, by the hash of its secret. */
  readonly #sessions: Map<string, number>;

  constructor(directory: string, now: () => number) {
    this.#directory = directory;
    this.#key = shellKey(directory);
    this.#now = now;
    this.#sessions = new Map(Object.entries(readKept(directory)));
  }

  /** The secret of a new session for a valid, unused start token; `null` = no session. */
  open(token: string): string | null {
    const fits = sameText(token, this.startToken) || isFreshToken(this.#key, token, this.#now());
    if (!fits || this.#usedTokens.has(token)) return null;
    this.#usedTokens.add(token);
    return this.create();
  }

  create(): string {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    this.#sessions.set(hashOf(secret), this.#now());
    while (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
    this.#write();
    return secret;
  }

  /** Whether this secret belongs to a valid session. */
  holds(secret: string): boolean {
    const hash = hashOf(secret);
    const usedAt = this.#sessions.get(hash);
    const now = this.#now();
    if (usedAt === undefined || Math.abs(now - usedAt) > SESSION_TTL_MS) return false;
    if (Math.abs(now - usedAt) >= LAST_USED_INTERVAL_MS) {
      this.#sessions.delete(hash);
      this.#sessions.set(hash, now);
      this.#write();
    }
    return true;
  }

  /** Invalidates all secrets issued so far. */
  endAll(): void {
    this.#sessions.clear();
    this.#write();
  }

  #write(): void {
    writeFileSync(keptFile(this.#directory), JSON.stringify(Object.fromEntries(this.#sessions)), {
      mode: 0o600,
    });
  }
}

/**
 * A start token for the shell that runs on this data directory, created by a process that can read the directory: one
 * of its owner, who has started OnQueue again. It opens one session, within minutes.
 */
export function mintStartToken(directory: string, now: number): string {
  const claim = `${now}.${randomBytes(16).toString('base64url')}`;
  return `${claim}.${sign(shellKey(directory), claim)}`;
}

function isFreshToken(key: Buffer, token: string, now: number): boolean {
  const [issued = '', nonce = '', signature = ''] = token.split('.');
  return (
    sameText(signature, sign(key, `${issued}.${nonce}`)) &&
    Math.abs(now - Number(issued)) < START_TOKEN_TTL_MS
  );
}

const sign = (key: Buffer, claim: string) => createHmac('sha256', key).update(claim).digest('base64url');
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
const keptFile = (directory: string) => join(directory, 'shell-sessions.json');

/** If the file cannot be read, the user only has to open the start address again. */
function readKept(directory: string): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(readFileSync(keptFile(directory), 'utf8')));
  } catch {
    rmSync(keptFile(directory), { force: true });
    return {};
  }
}

/** The key of this data directory, created at the first start; only its owner can read it. */
function shellKey(directory: string): Buffer {
  const path = join(directory, 'shell-secret');
  try {
    const key = Buffer.from(readFileSync(path, 'utf8'), 'base64url');
    if (key.length === SECRET_BYTES) return key;
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
