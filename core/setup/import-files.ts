/** Which files of a folder an import looks into; the page sends only those whole, the hub opens only those. */

/** Suffixes of the Salesforce metadata that is read. */
export const salesforceSuffixes = [
  'presenceUserConfig',
  'servicePresenceStatus',
  'presenceDeclineReason',
  'serviceChannel',
  'queueRoutingConfig',
  'queue',
  'profile',
  'permissionset',
  'settings',
  'omniSupervisorConfig',
] as const;

/** Folders that hold tools and history, never set-up. */
export const ignoredFolders: ReadonlySet<string> = new Set(['.git', 'node_modules', '.sfdx', '.sf']);

const metadata = new RegExp(`\\.(${salesforceSuffixes.join('|')})(-meta\\.xml)?$`);

/** The name of a file that an import may open. Every other one is only counted, by its kind. */
export const mayHoldSetup = (path: string): boolean =>
  metadata.test(path) || /(^|\/)data\.xml$|\.json$/i.test(path);
