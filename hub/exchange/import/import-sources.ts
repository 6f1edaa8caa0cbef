/** The kinds of source that can be imported. */
import { type ImportSource, importSources } from '#core/setup/import-report.ts';
import { planDynamics } from './dynamics/plan-dynamics.ts';
import { readDynamics } from './dynamics/read-dynamics.ts';
import type { Planner } from './apply-import.ts';
import { planSalesforce } from './salesforce/plan-salesforce.ts';
import { readSalesforce } from './salesforce/read-salesforce.ts';
import type { SourceAddress } from './sources/walk-source.ts';

export { type ImportSource, importSources };

/**
 * Reads a source once; the planner can compare it with a directory any number of times. Calls `progress` after each
 * file with the number of files read.
 * @throws {SourceProblem} when `address` is neither a folder nor a zip
 */
export async function readSource(
  source: ImportSource,
  address: SourceAddress,
  progress?: (files: number) => void,
): Promise<Planner> {
  if (source === 'salesforce') {
    const picture = await readSalesforce(address, progress);
    return (directory, options) => planSalesforce(picture, directory, options);
  }
  const picture = await readDynamics(address, progress);
  return (directory, options) => planDynamics(picture, directory, options);
}
