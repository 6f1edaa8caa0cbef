/**
 * The order of test files: the slowest first, so that no core is idle while the last file runs. Files of
 * different projects alternate, since those with a browser wait while those of the hub compute.
 */
import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than half a minute, the slowest first. */
const SLOW = [
  'tests/contract/fuzz.test.ts',
  'tests/desktop/faults.test.ts',
  'tests/simulation/simulation.test.ts',
  'tests/desktop/updates.test.ts',
  'tests/contract/attack.test.ts',
  'tests/hub/trust.test.ts',
  'tests/desktop/team-hub.test.ts',
  'tests/contract/rights.test.ts',
  'tests/desktop/offer-window.test.ts',
  'tests/hub/imports.test.ts',
  'tests/desktop/shift.test.ts',
  'tests/hub/backup.test.ts',
  'tests/e2e/supervisor.test.ts',
  'tests/simulation/kill.test.ts',
  'tests/e2e/agents-day.test.ts',
  'cli/start.test.ts',
  'tests/renderer/accessibility.test.ts',
];

export class SlowestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = files.map((file) => {
      const place = SLOW.findIndex((slow) => file.moduleId.replaceAll('\\', '/').endsWith(`/${slow}`));
      return {
        file,
        place: place < 0 ? SLOW.length : place,
        bytes: statSync(file.moduleId).size,
      };
    });
    order.sort((a, b) => a.place - b.place || b.bytes - a.bytes);
    return Promise.resolve(order.map(({ file }) => file));
  }
}
