/** `onqueue doctor`: a report to read, or to send to somebody who helps. It holds no secrets. */
import { release } from 'node:os';
import { Command } from 'commander';
import { diagnose, type Finding } from '#agent/installation/diagnosis.ts';
import { pagesBuilt } from './build-pages.ts';
import { defaultDataDirectory } from '#agent/installation/data-directory.ts';
import { root, version } from './installation.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'say what this installation is made of and what is wrong with it; exit code 1 if anything is',
    )
    .option('--data <directory>', 'the data directory to look at (or ONQUEUE_DATA)')
    .option('--json', 'as JSON')
    .action(async (options: { readonly data?: string; readonly json?: true }) => {
      const findings = await findAll(options.data ?? defaultDataDirectory(process.env, process.platform));
      if (options.json) console.log(JSON.stringify(findings, null, 2));
      else
        for (const { what, good, detail } of findings) console.log(`${good ? '✓' : '✗'} ${what}: ${detail}`);
      if (findings.some(({ good }) => !good)) process.exitCode = 1;
    });

async function findAll(dataDirectory: string): Promise<Finding[]> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const built = Object.entries(pagesBuilt(root)).map(([page, good]) => ({
    what: page,
    good,
    detail: good ? 'built' : 'not built yet; the next start builds it',
  }));
  return [
    { what: 'OnQueue', good: true, detail: version },
    { what: 'Node.js', good: major >= 24, detail: process.versions.node },
    { what: 'System', good: true, detail: `${process.platform} ${release()} (${process.arch})` },
    ...(await diagnose(root, dataDirectory)),
    ...built,
  ];
}
