/** The authorities that an organisation has put on its machines count as well as those that came with the runtime. */
import * as tls from 'node:tls';

/** Call once, before anything is connected. A runtime that cannot look into the system's store goes on without it. */
export function useSystemCertificateAuthorities(): void {
  try {
    const system = tls.getCACertificates('system');
    if (system.length > 0)
      tls.setDefaultCACertificates([...new Set([...tls.getCACertificates('default'), ...system])]);
  } catch {
    // The person is shown the certificate and decides.
  }
}
