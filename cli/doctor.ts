/** `onqueue doctor`: a report to read, or to send to support. It contains no secrets. */
import { release } from 'node:os';
import { Command } from 'commander';
import { defaultDataDirectory } from '#agent/installation/data-directory.ts';
import {
  diagnose,
  exitCode,
  type Finding,
  reportText,
  troubleFindings,
} from '#agent/installation/diagnosis.ts';
import { policyFile } from '#agent/installation/policy-file.ts';
import { readErrorLog } from '#agent/installation/error-log.ts';
import { useSystemCertificateAuthorities } from '#agent/link/system-certificates.ts';
import { pagesBuilt } from './build-pages.ts';
import { root, version } from './installation.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'say what this installation is made of and what is wrong with it; exit code 1 if anything is',
    )
    .option('--data <directory>', 'the data directory to look at (or ONQUEUE_DATA)')
    .option('--json', 'as JSON')
    .action(async (options: { readonly data?: string; readonly json?: true }) => {
      useSystemCertificateAuthorities();
      const findings = await findAll(options.data ?? defaultDataDirectory(process.env, process.platform));
      process.stdout.write(options.json ? `${JSON.stringify(findings, null, 2)}\n` : reportText(findings));
      process.exitCode = exitCode(findings);
    });

async function findAll(dataDirectory: string): Promise<Finding[]> {
  const { env, platform, arch, versions } = process;
  const [major = 0] = versions.node.split('.').map(Number);
  const built = Object.entries(pagesBuilt(root)).map(([page, good]) => ({
    what: page,
    good,
    detail: good ? 'built' : 'not built yet; the next start builds it',
  }));
  return [
    { what: 'OnQueue', good: true, detail: version },
    { what: 'Node.js', good: major >= 24, detail: versions.node },
    { what: 'System', good: true, detail: `${platform} ${release()} (${arch})` },
    ...(await diagnose({
      root,
      version,
      dataDirectory,
      policyFile: policyFile(platform, env, false),
      platform,
    })),
    ...built,
    ...troubleFindings(readErrorLog(dataDirectory)),
  ];
}
