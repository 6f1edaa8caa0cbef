import { salesforceSuffixes } from '#core/setup/import-files.ts';
import type { ImportSource } from '#core/setup/import-report.ts';
import { type SourceAddress, walkSource } from './sources/walk-source.ts';

const salesforce = new RegExp(`\\.(${salesforceSuffixes.join('|')})(-meta\\.xml)?$`);
const dynamics = /(^|\/)data\.xml$|\.json$/i;

/**
 * What kind of source this is, by the names in it; null = nothing that can be read. A Salesforce project has files in
 * JSON as well, so one file of metadata decides. @throws {SourceProblem} when it cannot be walked
 */
export async function detectSource(address: SourceAddress): Promise<ImportSource | null> {
  let json = false;
  for await (const { path } of walkSource(address)) {
    if (salesforce.test(path)) return 'salesforce';
    json ||= dynamics.test(path);
  }
  return json ? 'dynamics' : null;
}
