import { salesforceSuffixes } from '#core/setup/import-files.ts';
import type { ImportSource } from '#core/setup/import-report.ts';
import { type SourceAddress, walkSource } from './sources/walk-source.ts';

const salesforce = new RegExp(`\\.(${salesforceSuffixes.join('|')})(-meta\\.xml)?$`);
const dynamics = /(^|\/)data\.xml$|\.json$/i;

/**
 * Detects the kind of a source from its file names; null = unknown. A Salesforce project also contains JSON files, so
 * one metadata file decides. @throws {SourceProblem} when it cannot be walked
 */
export async function detectSource(address: SourceAddress): Promise<ImportSource | null> {
  let json = false;
  for await (const { path } of walkSource(address)) {
    if (salesforce.test(path)) return 'salesforce';
    json ||= dynamics.test(path);
  }
  return json ? 'dynamics' : null;
}
