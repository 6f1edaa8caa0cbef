/**
 * Special-purpose addresses: IANA's registries for IPv4 and IPv6, complete, with reserved and deprecated ranges, and
 * the addresses of cloud services for the machines inside them.
 */

/** Never a valid receiver, whatever the settings. */
export const specialPurpose: readonly string[] = [
  // IPv4, https://www.iana.org/assignments/iana-ipv4-special-registry
  '0.0.0.0/8', // "this network"
  '169.254.0.0/16', // link-local, where most clouds serve instance metadata
  '192.0.0.0/24', // IETF protocol assignments, Oracle's 192.0.0.192 among them
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays, deprecated
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and the broadcast address
  // IPv6, https://www.iana.org/assignments/iana-ipv6-special-registry
  '::/128', // unspecified
  '64:ff9b:1::/48', // network-specific translation prefix, to any IPv4 address
  '100::/64', // discard only
  '100:0:0:1::/64', // dummy prefix
  '2001::/23', // IETF protocol assignments: Teredo, benchmarking, AMT, AS112, ORCHID, drone identifiers
  '2001:db8::/32', // documentation
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
  '5f00::/16', // segment routing
  'fe80::/10', // link-local
  'fec0::/10', // site-local, deprecated
  'ff00::/8', // multicast
  // The rest outside 2000::/3 and fc00::/7: IANA has allocated nothing else there.
  '100::/8',
  '200::/7',
  '400::/6',
  '800::/5',
  '1000::/4',
  '4000::/2',
  '8000::/2',
  'c000::/3',
  'e000::/4',
  'f000::/5',
  'f800::/6',
  'fe00::/9',
];

/** Cloud services for the machines inside them, at addresses that look ordinary. */
export const cloudServices: readonly string[] = [
  '100.100.100.200/32', // Alibaba Cloud
  '168.63.129.16/32', // Azure
  'fd00:ec2::/32', // AWS
  'fd20:ce::254/128', // Google Cloud
];

export const thisMachine: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** Usually the organisation's own: private networks, shared address space of providers and unique local addresses. */
export const privateNetworks: readonly string[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
];
