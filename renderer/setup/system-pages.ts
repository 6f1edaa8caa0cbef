/** The pages of Setup that are about the hub as a whole, loaded when they are opened. */
import { lazy } from 'react';

export const systemPages = {
  import: lazy(() => import('./import/import-page.tsx').then((page) => ({ default: page.ImportPage }))),
  'api-keys': lazy(() =>
    import('./api-keys/api-keys-page.tsx').then((page) => ({ default: page.ApiKeysPage })),
  ),
  'signing-keys': lazy(() =>
    import('./signing-keys/signing-keys-page.tsx').then((page) => ({ default: page.SigningKeysPage })),
  ),
  webhooks: lazy(() =>
    import('./webhooks/webhooks-page.tsx').then((page) => ({ default: page.WebhooksPage })),
  ),
  audit: lazy(() => import('./audit/audit-page.tsx').then((page) => ({ default: page.AuditPage }))),
};
