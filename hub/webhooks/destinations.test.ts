import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkedLookup, type DestinationRules, mayConnect, mayKeep } from './destinations.ts';
import { cloudServices, privateNetworks, specialPurpose, thisMachine } from './special-addresses.ts';

const alone = { thisMachine: true, privateNetworks: true };
const team = { thisMachine: false, privateNetworks: true };
const strict = { thisMachine: false, privateNetworks: false };
const everyRule: readonly DestinationRules[] = [
  alone,
  team,
  strict,
  { thisMachine: true, privateNetworks: false },
];

test.each([
  ['93.184.215.14', true, true, true],
  ['2606:2800:21f:cb07::1', true, true, true],
  ['10.1.2.3', true, true, false],
  ['192.168.1.1', true, true, false],
  ['172.31.0.1', true, true, false],
  ['100.64.0.1', true, true, false],
  ['fd12::1', true, true, false],
  ['127.0.0.1', true, false, false],
  ['127.9.9.9', true, false, false],
  ['::1', true, false, false],
  ['::ffff:127.0.0.1', true, false, false],
  ['::ffff:10.0.0.1', true, true, false],
  ['::127.0.0.1', true, false, false],
  ['64:ff9b::10.0.0.1', true, true, false],
  ['64:ff9b::5db8:d70e', true, true, true],
  ['2002:a00:1::1', true, true, false],
  ['169.254.169.254', false, false, false],
  ['::ffff:169.254.169.254', false, false, false],
  ['64:ff9b::a9fe:a9fe', false, false, false],
  ['64:ff9b:1::a9fe:a9fe', false, false, false],
  ['2002:a9fe:a9fe::1', false, false, false],
  ['2001:0:a9fe:a9fe::1', false, false, false],
  ['fe80::1', false, false, false],
  ['fe80::1%eth0', false, false, false],
  ['fec0::1', false, false, false],
  ['fd00:ec2::254', false, false, false],
  ['fd20:ce::254', false, false, false],
  ['168.63.129.16', false, false, false],
  ['100.100.100.200', false, false, false],
  ['192.0.0.192', false, false, false],
  ['198.18.0.1', false, false, false],
  ['203.0.113.7', false, false, false],
  ['2001:db8::1', false, false, false],
  ['3fff::1', false, false, false],
  ['5f00::1', false, false, false],
  ['4000::1', false, false, false],
  ['0.0.0.0', false, false, false],
  ['::', false, false, false],
  ['224.0.0.1', false, false, false],
  ['255.255.255.255', false, false, false],
  ['ff02::1', false, false, false],
  ['nonsense', false, false, false],
  ['127.1', false, false, false],
])('S15: %s: a hub for one machine %s, for a team %s, public only %s', (address, one, many, few) => {
  expect([alone, team, strict].map((rules) => mayConnect(address, rules))).toEqual([one, many, few]);
});

/** The same lists as Node's `BlockList`: an independent implementation for comparison. */
function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [base = '', bits = ''] = range.split('/');
    list.addSubnet(base, Number(bits), isIP(base) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
const never = listOf([...specialPurpose, ...cloudServices]);
const here = listOf(thisMachine);
const inPrivate = listOf(privateNetworks);
function expected(address: string, rules: DestinationRules): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (here.check(address, family)) return rules.thisMachine;
  if (never.check(address, family)) return false;
  return rules.privateNetworks || !inPrivate.check(address, family);
}

const hex = (value: number) => value.toString(16);
const bytes4 = fc.oneof(
  fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc
    .constantFrom(
      ...[...specialPurpose, ...cloudServices, ...thisMachine, ...privateNetworks].filter((range) =>
        range.includes('.'),
      ),
    )
    .chain((range) => {
      const [base = '', bits = ''] = range.split('/');
      const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      return fc.integer({ min: 0, max: 2 ** (32 - Number(bits)) - 1 }).map((more) => {
        const all = number + more;
        return [24, 16, 8, 0].map((shift) => Math.floor(all / 2 ** shift) % 256) as [
          number,
          number,
          number,
          number,
        ];
      });
    }),
);
const rule = fc.constantFrom(...everyRule);

test('S15: judges every IPv4 address by the registry, and alike in every form that IPv6 has for it', () => {
  fc.assert(
    fc.property(bytes4, rule, ([a, b, c, d], rules) => {
      const v4 = `${a}.${b}.${c}.${d}`;
      const verdict = expected(v4, rules);
      expect(mayConnect(v4, rules)).toBe(verdict);
      const [high, low] = [hex(a * 256 + b), hex(c * 256 + d)];
      const forms = [
        `::ffff:${v4}`,
        `::ffff:0:${high}:${low}`,
        `64:ff9b::${high}:${low}`,
        `2002:${high}:${low}::1`,
      ];
      for (const form of forms) expect(mayConnect(form, rules), form).toBe(verdict);
      // `::` and `::1` are not IPv4 addresses in disguise.
      if (a + b > 0) expect(mayConnect(`::${high}:${low}`, rules)).toBe(verdict);
    }),
    { numRuns: 2_000 },
  );
});

test('S15: judges every IPv6 address without an embedded IPv4 address by the registry', () => {
  const carried = listOf(['::/95', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '2002::/16']);
  const starts = [...specialPurpose, ...cloudServices, ...privateNetworks]
    .filter((range) => range.includes(':'))
    .map((range) => parseInt(range.split(':')[0] || '0', 16));
  const group = fc.nat(0xffff);
  const first = fc.oneof(group, fc.constantFrom(...starts), fc.integer({ min: 0x2000, max: 0x3fff }));
  const second = fc.oneof(group, fc.constantFrom(0, 0xdb8, 0xec2, 0xce, 0xff9b));
  fc.assert(
    fc.property(
      first,
      second,
      fc.array(group, { minLength: 6, maxLength: 6 }),
      rule,
      (one, two, rest, rules) => {
        const address = [one, two, ...rest].map(hex).join(':');
        fc.pre(!carried.check(address, 'ipv6'));
        expect(mayConnect(address, rules), address).toBe(expected(address, rules));
      },
    ),
    { numRuns: 5_000 },
  );
});

test.each([
  ['https://example.org/hook', true],
  ['http://example.org:8080/', true],
  ['ftp://example.org/', false],
  ['javascript:alert(1)', false],
  ['https://user@example.org/', false],
  ['https://:secret@example.org/', false],
  ['http://localhost/', false],
  ['http://localhost./', false],
  ['http://LOCALHOST/', false],
  ['http://shop.localhost/', false],
  ['http://2130706433/', false],
  ['http://0x7f.1/', false],
  ['http://①②⑦.0.0.1/', false],
  ['http://127.0.0.1./', false],
  ['http://[::1]/', false],
  ['http://[::ffff:7f00:1]/', false],
  ['http://[64:ff9b::a9fe:a9fe]/', false],
  ['nowhere', false],
])('%s may be kept by a team’s hub: %s', (url, kept) => {
  expect(mayKeep(url, team)).toBe(kept);
});

test('S15: rejects a name that resolves to this machine in the look-up of the connection itself', async () => {
  const found = (rules: DestinationRules) =>
    new Promise((resolve) =>
      checkedLookup(rules)('localhost', { all: true }, (error, addresses) =>
        resolve(error?.message ?? addresses),
      ),
    );
  expect(await found(strict)).toMatch(/never called/);
  expect(await found(alone)).toEqual(
    expect.arrayContaining([expect.objectContaining({ family: expect.any(Number) })]),
  );
});
