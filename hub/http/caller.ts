/** Identifies an HTTP caller: its address and its token. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { apiKeyOf } from '../auth/api-keys.ts';
import { signedInWith } from '../auth/sessions.ts';
import { customerOfToken } from '../conversations/customer-side.ts';
import type { HubServices } from './services.ts';
import type { CallBudget, CallContext } from './procedures.ts';

/** The endpoint of a call; each takes its own kind of token. */
export type Endpoint = 'agent' | 'customer' | 'rest';

const bearer = (request: IncomingMessage): string | null =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;

/** The path of a request; null = not a path, or with invalid escapes. */
export function pathOf(request: IncomingMessage): string | null {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    decodeURIComponent(pathname);
    return pathname;
  } catch {
    return null;
  }
}

/** The address used for rate limits: the whole /64 network in IPv6, since one machine has all of it. */
function addressOf(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded = behindProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return limitedAddress(forwarded || request.socket.remoteAddress || 'unknown');
}

function limitedAddress(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 100);
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

export class Callers {
  readonly #services: HubServices;
  readonly #behindProxy: boolean;
  readonly #budgets = new Map<string, CallBudget>();

  constructor(services: HubServices, behindProxy: boolean) {
    this.#services = services;
    this.#behindProxy = behindProxy;
  }

  address(request: IncomingMessage): string {
    return addressOf(request, this.#behindProxy);
  }

  async contextOf(request: IncomingMessage, endpoint: Endpoint): Promise<CallContext> {
    const { context: hub } = this.#services;
    const token = bearer(request);
    const address = this.address(request);
    const anonymous = { hub, who: null, customer: null, apiKey: null, address };
    if (endpoint === 'customer') {
      const customer = token === null ? null : await customerOfToken(hub, token);
      return { ...anonymous, customer, budget: this.#ofAddress(address) };
    }
    if (token === null) return anonymous;
    if (endpoint === 'rest') return { ...anonymous, apiKey: await apiKeyOf(hub, token) };
    const who = await signedInWith(hub, token);
    return { ...anonymous, who, ...(who ? { budget: this.#ofUser(who.user.id) } : {}) };
  }

  #ofAddress(address: string): CallBudget {
    const { customerCalls } = this.#services.limits;
    return this.#budget(`address ${address}`, () => customerCalls.take(address));
  }

  /** Heartbeats are not counted: an agent over the limit must not be taken for a lost one. */
  #ofUser(userId: string): CallBudget {
    const { calls } = this.#services.limits;
    return this.#budget(`user ${userId}`, (path) => path.join('.') !== 'link.beat' && calls.take(userId));
  }

  /** One for all connections of the same address or user; above the maximum, those without open streams are dropped. */
  #budget(key: string, take: (path: readonly string[]) => unknown): CallBudget {
    const known = this.#budgets.get(key);
    if (known) return known;
    for (const [other, { streams }] of this.#budgets) {
      if (this.#budgets.size < MAX_BUDGETS) break;
      if (streams === 0) this.#budgets.delete(other);
    }
    const budget: CallBudget = { take: (path) => void take(path), streams: 0 };
    this.#budgets.set(key, budget);
    return budget;
  }
}

const MAX_BUDGETS = 10_000;
