/** Which hub this device works with, as which user, and the token for it. No other module holds the token. */
import { AppError } from '#core/errors.ts';
import { StartupError } from './installation/startup-error.ts';
import type { Fingerprint } from './link/certificate.ts';
import { probeHub } from './link/probe-hub.ts';
import { chatPageUrl, normalizeHubAddress, soundUrl } from './link/hub-address.ts';
import { hubFetch } from './link/hub-fetch.ts';
import type { Tokens } from './link/hub-link.ts';
import { type Credentials, revokeToken, signIn } from './link/sign-in.ts';
import { type LocalStore, type TokenVault, trustedCertificateFor } from './settings/local-store.ts';

/** The hub that came with the application, run by the shell. */
export interface EmbeddedHub {
  /** The address it listens on, or last listened on. */
  readonly url: string;
  /** Starts it unless it already runs. Throws `StartupError` when it cannot start. */
  start(): Promise<void>;
  /** Stops it when this device switches to another hub. */
  stop(): Promise<void>;
  /** The local user that the hub created for this device; read again on every access. */
  credentials(): Promise<Credentials>;
  readonly restarting: boolean;
  /** Its last output when it has ended and cannot be restarted; `null` = no failure. */
  readonly failure: string | null;
  /** Calls `listener` when `restarting` or `failure` changes. */
  onChange(listener: () => void): void;
}

export interface AccountView {
  readonly hub: string;
  readonly embedded: boolean;
  readonly username: string | null;
}

export interface AccountOptions {
  readonly store: LocalStore;
  readonly vault: TokenVault;
  readonly deviceName: string;
  /** Version of the application. */
  readonly version: string;
  readonly embedded: EmbeddedHub | null;
  /** A team's hub to use for this run, overriding the stored choice; `null` = use the stored choice. */
  readonly hub: string | null;
  /** The organisation's policy fixes the hub; it cannot be changed. */
  readonly managed: boolean;
}

const SOUND_TIMEOUT_MS = 10_000;

/** The current account. `username` is `null` while signed out. */
export class Account implements Tokens {
  readonly #o: AccountOptions;
  #hub: string | null;
  #username: string | null;
  /** Signed in with the embedded hub's own secret, which can be reused at any time. */
  #bySecret: boolean;
  #token: string | null = null;

  constructor(options: AccountOptions) {
    this.#o = options;
    const stored = options.store.device().account;
    const chosen = options.hub === null ? stored : { hub: options.hub, username: null };
    this.#hub = chosen ? chosen.hub : null;
    this.#bySecret = !chosen && options.embedded !== null;
    const remembered = stored !== null && stored.hub === this.#hub;
    this.#username = remembered && !this.#bySecret ? stored.username : null;
    if (this.#username !== null) this.#token = options.vault.read();
    if (this.#token === null) this.#username = null;
  }

  /** `null` when no hub is configured yet. */
  get view(): AccountView | null {
    const hub = this.hub;
    return hub === null ? null : { hub, embedded: this.#hub === null, username: this.#username };
  }

  get hub(): string | null {
    return this.#hub ?? this.#o.embedded?.url ?? null;
  }

  get chatPage(): string | null {
    return this.hub === null ? null : chatPageUrl(this.hub);
  }

  /** Whether a link can be attempted without asking the user. */
  get ready(): boolean {
    return this.#bySecret || this.#token !== null;
  }

  current(): string | null {
    return this.#token;
  }

  forget(token: string): void {
    if (this.#token !== token) return;
    this.#token = null;
    if (this.#bySecret) return;
    // Only the user can sign in again; prompt for it.
    this.#username = null;
    this.#o.vault.clear();
  }

  async renew(): Promise<string> {
    const { embedded, deviceName } = this.#o;
    if (!this.#bySecret || !embedded) throw new AppError('NOT_SIGNED_IN');
    const credentials = await embedded.credentials();
    const token = await signIn(embedded.url, credentials, deviceName, null);
    this.#token = token;
    this.#username = credentials.username;
    return token;
  }

  /**
   * Signs in to `hub` and makes it this device's hub. Leaves everything unchanged when it throws. `farewell` runs once
   * the new hub has accepted the sign-in, while the old account is still valid. `certificate` = the one that the user
   * has just trusted.
   */
  async signIn(
    hub: string,
    { certificate, ...credentials }: Credentials & { readonly certificate?: Fingerprint },
    farewell: () => Promise<void>,
  ): Promise<void> {
    const { store, vault, deviceName, embedded, version } = this.#o;
    const address = normalizeHubAddress(hub);
    if (address !== this.hub) this.#mayLeave();
    const trusted = certificate ?? this.#trustedAt(address);
    await probeHub(address, trusted, version);
    const token = await signIn(address, credentials, deviceName, trusted);
    if (certificate !== undefined) this.#trust(address, certificate);
    await farewell();
    await this.#leave();
    this.#hub = address === embedded?.url ? null : address;
    this.#bySecret = false;
    this.#token = token;
    this.#username = credentials.username;
    vault.write(token);
    store.updateDevice({ account: { hub: this.#hub, username: credentials.username } });
    if (this.#hub !== null) void embedded?.stop();
  }

  /** Signs out on this device; the hub stays selected. */
  async signOut(): Promise<void> {
    await this.#leave();
    this.#bySecret = false;
    this.#username = null;
  }

  /**
   * Switches back to the hub that came with the application; `farewell` as above. Throws `NOT_FOUND` when there is
   * none, and `HUB_FAILED` when it cannot start.
   */
  async useEmbedded(farewell: () => Promise<void>): Promise<void> {
    this.#mayLeave();
    const { embedded } = this.#o;
    if (!embedded) throw new AppError('NOT_FOUND');
    await embedded.start().catch((error: unknown) => {
      throw error instanceof StartupError ? new AppError('HUB_FAILED', error.params) : error;
    });
    await farewell();
    await this.#leave();
    this.#o.store.updateDevice({ account: null });
    this.#hub = null;
    this.#username = null;
    this.#bySecret = true;
  }

  /** A sound that an administrator uploaded, as served by the hub. Throws `NOT_SIGNED_IN` or `HUB_UNREACHABLE`. */
  async fetchSound(soundId: string): Promise<Response> {
    const [hub, token] = [this.hub, this.#token];
    if (hub === null || token === null) throw new AppError('NOT_SIGNED_IN');
    const request = new Request(soundUrl(hub, soundId), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(SOUND_TIMEOUT_MS),
    });
    return hubFetch(this.trusted)(request).catch(() => {
      throw new AppError('HUB_UNREACHABLE', { hub });
    });
  }

  /** Called when the application ends. Revokes a token that can be obtained again at any time. */
  async end(): Promise<void> {
    if (this.#bySecret) await this.#leave();
  }

  #mayLeave(): void {
    if (this.#o.managed) throw new AppError('NOT_ALLOWED', { what: 'hub' });
  }

  async #leave(): Promise<void> {
    const [hub, token] = [this.hub, this.#token];
    this.#token = null;
    if (!this.#bySecret) this.#o.vault.clear();
    if (hub !== null && token !== null) await revokeToken(hub, token, this.trusted);
  }

  /** The certificate that the current hub must present; `null` = one that this machine trusts. */
  get trusted(): Fingerprint | null {
    return this.hub === null ? null : this.#trustedAt(this.hub);
  }

  #trustedAt(hub: string): Fingerprint | null {
    return trustedCertificateFor(this.#o.store.device(), hub);
  }

  #trust(hub: string, certificate: Fingerprint): void {
    const { store } = this.#o;
    store.updateDevice({ trusted: { ...store.device().trusted, [new URL(hub).origin]: certificate } });
  }
}
