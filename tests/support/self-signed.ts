/** Self-signed certificates, generated for every test: no private key is in the repository. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

const length = (size: number): number[] =>
  size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
};
const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts);
const text = (value: string) => tagged(0x0c, Buffer.from(value, 'utf8'));
const identifier = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const time = (at: Date) => tagged(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, ''), 'ascii'));

const COMMON_NAME = '550403';
const ORGANIZATION = '55040a';
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';

const name = (commonName: string, organization: string) =>
  sequence(
    tagged(0x31, sequence(identifier(COMMON_NAME), text(commonName))),
    tagged(0x31, sequence(identifier(ORGANIZATION), text(organization))),
  );

const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

const DAY = 86_400_000;

/** A certificate for `commonName`; validity in days relative to today, by default from yesterday for a year. */
export function selfSigned(
  commonName: string,
  organization = 'Example Works',
  { from = -1, to = 365 }: { readonly from?: number; readonly to?: number } = {},
): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const who = name(commonName, organization);
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1, ...randomBytes(8)])),
    algorithm,
    who,
    sequence(time(new Date(Date.now() + from * DAY)), time(new Date(Date.now() + to * DAY))),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    cert: pem(sequence(content, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
