/**
 * Allowed webhook destinations. The hub may be inside networks that the user who enters an address cannot reach, so
 * addresses that only the machine itself or its cloud can mean are never called. This machine is called only by a hub
 * that serves this machine only. The check uses the address of the actual connection, so a name cannot resolve to
 * another address afterwards; redirects are not followed.
 */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { cloudServices, privateNetworks, specialPurpose, thisMachine } from './special-addresses.ts';

export interface DestinationRules {
  /** The hub listens on this machine only, so all its users are on it. */
  readonly thisMachine: boolean;
  /** Private network addresses are allowed. */
  readonly privateNetworks: boolean;
}

/** Whether the hub may connect to this IP address. */
export function mayConnect(address: string, rules: DestinationRules): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return mayConnectTo(parsed, rules);
  const v6 = parsed as ipaddr.IPv6;
  const inside = insideOf(v6);
  if (inside !== null) return isInside(v6, thisMachine) ? rules.thisMachine : mayConnectTo(inside, rules);
  return mayConnectTo(v6, rules);
}

function mayConnectTo(address: ipaddr.IPv4 | ipaddr.IPv6, rules: DestinationRules): boolean {
  if (isInside(address, thisMachine)) return rules.thisMachine;
  if (isInside(address, specialPurpose) || isInside(address, cloudServices)) return false;
  return rules.privateNetworks || !isInside(address, privateNetworks);
}

type Range = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

const ranges = new Map<readonly string[], readonly Range[]>();

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, list: readonly string[]): boolean {
  let parsed = ranges.get(list);
  if (!parsed) ranges.set(list, (parsed = list.map((range) => ipaddr.parseCIDR(range))));
  return parsed.some(([base, bits]) => base.kind() === address.kind() && address.match(base as never, bits));
}

/** IPv6 ranges that embed an IPv4 address, and the byte at which it begins. */
const carriers: ReadonlyArray<readonly [range: Range, from: number]> = [
  // The same machine in IPv6 notation: IPv4-mapped, IPv4-translated (SIIT), and the old IPv4-compatible form.
  [ipaddr.parseCIDR('::ffff:0:0/96'), 12],
  [ipaddr.parseCIDR('::ffff:0:0:0/96'), 12],
  [ipaddr.parseCIDR('::/96'), 12],
  // Through a translator or a relay: NAT64 and 6to4.
  [ipaddr.parseCIDR('64:ff9b::/96'), 12],
  [ipaddr.parseCIDR('2002::/16'), 2],
];

/** The IPv4 address embedded in an IPv6 address; null = none. */
function insideOf(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const carrier = carriers.find(([[base, bits]]) => address.match(base as ipaddr.IPv6, bits));
  if (!carrier) return null;
  return ipaddr.fromByteArray(address.toByteArray().slice(carrier[1], carrier[1] + 4)) as ipaddr.IPv4;
}

/** Whether a literal address may be saved at all; names are checked when they are called. */
export function mayKeep(written: string, rules: DestinationRules): boolean {
  const url = URL.parse(written);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return false;
  const host = bare(url.hostname).replace(/\.$/, '');
  if (isIP(host) !== 0) return mayConnect(host, rules);
  return !/^(.*\.)?localhost$/.test(host) || rules.thisMachine;
}

/** A host as in a URL, without the brackets of IPv6. */
export const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

class NotAllowed extends Error {
  readonly code = 'NOT_ALLOWED';
}

/** Resolves a name and returns only addresses that the hub may connect to. */
export function checkedLookup(rules: DestinationRules): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => mayConnect(address, rules));
      const [first] = allowed;
      if (!first) return callback(new NotAllowed(`${hostname} is an address that is never called`), '', 0);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
