/**
 * Where a webhook may go. The hub stands inside networks that the person who types an address does not, so addresses
 * that only the machine itself or its cloud can mean are never called: link-local (where clouds keep their secrets),
 * unspecified, multicast. This machine is called only by a hub that serves this machine alone. The check is made on
 * the address that is connected to, so a name cannot turn into another address afterwards.
 */
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const never = new BlockList();
never.addSubnet('0.0.0.0', 8, 'ipv4');
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('224.0.0.0', 3, 'ipv4');
never.addAddress('::', 'ipv6');
never.addSubnet('fe80::', 10, 'ipv6');
never.addSubnet('ff00::', 8, 'ipv6');
/** Where some clouds answer on IPv6. */
never.addSubnet('fd00:ec2::', 32, 'ipv6');

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');

const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
privateNetworks.addSubnet('100.64.0.0', 10, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

export interface DestinationRules {
  /** The hub listens on this machine only, so whoever uses it is on it. */
  readonly thisMachine: boolean;
  /** Addresses of private networks may be called. */
  readonly privateNetworks: boolean;
}

/** Whether an address in numbers may be connected to. */
export function mayConnect(address: string, rules: DestinationRules): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  // `::ffff:127.0.0.1` is found in the lists of IPv4 as well.
  if (never.check(address, family)) return false;
  if (thisMachine.check(address, family)) return rules.thisMachine;
  return rules.privateNetworks || !privateNetworks.check(address, family);
}

/** Whether the address as it is written may be kept at all; names are looked at when they are called. */
export function mayKeep(written: string, rules: DestinationRules): boolean {
  const url = URL.parse(written);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return false;
  const host = bare(url.hostname);
  if (isIP(host) !== 0) return mayConnect(host, rules);
  return host !== 'localhost' || rules.thisMachine;
}

/** A host as a URL holds it, without the brackets of IPv6. */
export const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

export class NotAllowed extends Error {
  readonly code = 'NOT_ALLOWED';
}

/** Looks a name up and gives only addresses that may be connected to. */
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
