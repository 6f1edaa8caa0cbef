/** Which files of a folder an import reads; the page uploads only those in full, the hub opens only those. */

/** Suffixes of the Salesforce metadata that an import reads. */
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

/** Folders of tools and history, which never hold set-up. */
export const ignoredFolders: ReadonlySet<string> = new Set(['.git', 'node_modules', '.sfdx', '.sf']);

const metadata = new RegExp(`\\.(${salesforceSuffixes.join('|')})(-meta\\.xml)?$`);

/** Whether an import opens a file with this name. All others are only counted, by kind. */
export const mayHoldSetup = (path: string): boolean =>
  metadata.test(path) || /(^|\/)data\.xml$|\.json$/i.test(path);
