/**
 * Certificates of hubs. A certificate that the system vouches for needs no question. A private authority's is shown to
 * the user once; from then on this hub must present exactly that one, regardless of the authorities.
 */
import { type Socket, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import { AppError } from '#core/errors.ts';

/** The full SHA-256 fingerprint, in pairs of hexadecimal digits; a prefix is too easy to forge. */
export type Fingerprint = string;

/** What a user needs to decide. Instants are in milliseconds. */
export interface CertificateView {
  readonly fingerprint: Fingerprint;
  readonly subject: string;
  readonly issuer: string;
  readonly from: number;
  readonly to: number;
}

const CERTIFICATE_TIMEOUT_MS = 10_000;

/** The hub presented a certificate other than the trusted one; nothing was sent to it. */
class CertificateChanged extends Error {}

/** The hub presented the trusted certificate outside its validity period; nothing was sent to it. */
class CertificateOutOfDate extends Error {}

/** Whether a certificate is valid on this day. */
export const isInDate = ({ from, to }: Pick<CertificateView, 'from' | 'to'>, now = Date.now()): boolean =>
  from <= now && now <= to;

/**
 * Opens the connection of an `https` or `wss` request to a hub whose certificate the user has trusted; valid until the
 * certificate's last day, which the user was shown.
 */
export function pinnedConnection(trusted: Fingerprint) {
  return (options: object, done: (error: Error | null, socket: Socket) => void): undefined => {
    const socket = connectTls({ ...withServerName(options), rejectUnauthorized: false }, () => {
      const shown = viewOf(socket.getPeerCertificate());
      socket.off('error', fail);
      if (shown.fingerprint === trusted && isInDate(shown)) return done(null, socket);
      socket.destroy();
      const Wrong = shown.fingerprint === trusted ? CertificateOutOfDate : CertificateChanged;
      done(new Wrong(`the certificate is ${shown.fingerprint}`), socket);
    });
    const fail = (error: Error) => done(error, socket);
    socket.once('error', fail);
  };
}

/** The certificate that `hub` presents. Sends nothing but the handshake. Throws `HUB_UNREACHABLE`. */
export function fetchCertificate(hub: string): Promise<CertificateView> {
  const { hostname, port } = new URL(hub);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const options = withServerName({ host, port: Number(port || 443) });
    const socket = connectTls({ ...options, rejectUnauthorized: false }, () => {
      resolve(viewOf(socket.getPeerCertificate()));
      socket.destroy();
    });
    const fail = () => {
      socket.destroy();
      reject(new AppError('HUB_UNREACHABLE', { hub }));
    };
    socket.setTimeout(CERTIFICATE_TIMEOUT_MS, fail);
    socket.once('error', fail);
  });
}

/** The certificate problem that prevented a request; `null` = another cause. */
export function certificateTrouble(
  error: unknown,
): 'unknown' | 'changed' | 'expired' | 'another-name' | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof CertificateChanged) return 'changed';
    if (cause instanceof CertificateOutOfDate) return 'expired';
    const trouble = troubles[(cause as NodeJS.ErrnoException).code ?? ''];
    if (trouble) return trouble;
  }
  return null;
}

const troubles: Readonly<Record<string, 'unknown' | 'expired' | 'another-name'>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown',
  CERT_UNTRUSTED: 'unknown',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'another-name',
};

/** Servers with several certificates select by SNI name; an IP address is not a name. */
function withServerName(options: ConnectionOptions): ConnectionOptions {
  const host = options.host ?? '';
  return isIP(host) === 0 && host !== '' ? { ...options, servername: host } : options;
}

const nameOf = (name: PeerCertificate['subject'] | undefined): string => {
  const { CN, O } = (name ?? {}) as Partial<Record<'CN' | 'O', string | string[]>>;
  return [CN, O].flatMap((part) => part ?? []).join(', ') || '?';
};

const viewOf = (certificate: PeerCertificate): CertificateView => ({
  fingerprint: certificate.fingerprint256,
  subject: nameOf(certificate.subject),
  issuer: nameOf(certificate.issuer),
  from: Date.parse(certificate.valid_from),
  to: Date.parse(certificate.valid_to),
});
