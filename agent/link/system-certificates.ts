/** Trusts the authorities that an organisation has installed on its machines as well as those of the runtime. */
import * as tls from 'node:tls';

/** Call once, before any connection. A runtime that cannot read the system's store continues without it. */
export function useSystemCertificateAuthorities(): void {
  try {
    const system = tls.getCACertificates('system');
    if (system.length > 0)
      tls.setDefaultCACertificates([...new Set([...tls.getCACertificates('default'), ...system])]);
  } catch {
    // The user is shown the certificate and decides.
  }
}
