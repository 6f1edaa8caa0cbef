/** Runs tests with a browser: after a failure, saves the evidence before anything is closed. */
import { relative } from 'node:path';
import { type RunnerTestCase, TestRunner } from 'vitest';
import { saveEvidence } from './evidence.ts';

class EvidenceRunner extends TestRunner {
  async onTaskFinished({ result, file, fullTestName }: RunnerTestCase): Promise<void> {
    const [error] = result?.errors ?? [];
    if (!error) return;
    const folder = await saveEvidence(relative(process.cwd(), file.filepath), fullTestName);
    if (folder !== null) error.message += `\n\nScreenshots, traces and logs: ${folder}`;
  }
}

// The test runner requires a default export.
export { EvidenceRunner as default };
