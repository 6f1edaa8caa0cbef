/** Facts about an installation, for troubleshooting. Contains no secrets: no token, no password, no text. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInSounds } from '#agent/cues/sounds.ts';
import { parseJson } from '#agent/settings/json.ts';
import { Device, newDevice, trustedCertificateFor } from '#agent/settings/local-store.ts';
import { AppError } from '#core/errors.ts';
import { errorText } from '#core/i18n/texts.ts';
import { probeHub } from '../link/probe-hub.ts';
import { runningProcessId } from './data-lock.ts';
import { accessibleToOthers } from './private-files.ts';
import { type Policy, type PolicyFile, readPolicy } from './policy-file.ts';
import { type ErrorLogEntry, formatErrorLogEntry } from './error-log.ts';

export interface Finding {
  readonly what: string;
  /** `null` = informational, neither good nor bad. */
  readonly good: boolean | null;
  readonly detail: string;
}

export interface Installation {
  readonly root: string;
  readonly version: string;
  readonly dataDirectory: string;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
}

/**
 * Checks the data directory, the policy, the sounds and the hub that this device works with; the hub is greeted as
 * before a sign-in, with the trusted certificate. Changes nothing.
 */
export async function diagnose(installation: Installation): Promise<Finding[]> {
  const { root, dataDirectory } = installation;
  const runs = await runningProcessId(dataDirectory);
  const { policy, finding } = lookAtPolicy(installation);
  return [
    { what: 'Installation', good: null, detail: root },
    dataFinding(dataDirectory),
    ...privacyFinding(dataDirectory),
    ...['settings.json', 'drafts.json', 'device.json'].flatMap((file) => fileFinding(dataDirectory, file)),
    runningFinding(runs),
    finding,
    soundsFinding(root),
    await hubFinding(installation, policy, runs !== null),
  ];
}

/** Past problems, for support; not part of the present state. */
export const troubleFindings = (troubles: readonly ErrorLogEntry[]): Finding[] =>
  troubles.map((trouble) => ({ what: 'Trouble', good: null, detail: formatErrorLogEntry(trouble) }));

/** The report for display, one line per finding. */
export const reportText = (findings: readonly Finding[]): string =>
  findings
    .map(({ what, good, detail }) => `${good === null ? '·' : good ? '✓' : '✗'} ${what}: ${detail}\n`)
    .join('');

/** The doctor's exit code: 1 when anything is wrong. */
export const exitCode = (findings: readonly Finding[]): 0 | 1 =>
  findings.some(({ good }) => good === false) ? 1 : 0;

function dataFinding(dataDirectory: string): Finding {
  const what = 'Data directory';
  if (!existsSync(dataDirectory)) return { what, good: true, detail: `${dataDirectory} (not made yet)` };
  try {
    accessSync(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK);
    return { what, good: true, detail: dataDirectory };
  } catch {
    return { what, good: false, detail: `${dataDirectory} may not be read and written` };
  }
}

function privacyFinding(dataDirectory: string): Finding[] {
  const open = accessibleToOthers(dataDirectory);
  if (open.length === 0) return [];
  const detail = `others on this machine can get at ${open.join(', ')}; the next start puts that right`;
  return [{ what: 'Privacy', good: false, detail }];
}

function fileFinding(dataDirectory: string, file: string): Finding[] {
  const path = join(dataDirectory, file);
  if (!existsSync(path)) return [];
  try {
    parseJson(readFileSync(path, 'utf8'));
    return [];
  } catch {
    return [{ what: file, good: false, detail: 'cannot be read; it will be set aside at the next start' }];
  }
}

function runningFinding(runs: number | null): Finding {
  const asked = runs === process.pid ? '' : '; its link and its sound are in its Help › Save diagnostics…';
  return {
    what: 'Running',
    good: null,
    detail: runs === null ? 'no' : `yes, process ${runs}${asked}`,
  };
}

function lookAtPolicy({ policyFile, platform }: Installation): { policy: Policy; finding: Finding } {
  const what = 'Policy of this machine';
  try {
    const policy = readPolicy(policyFile, platform);
    const fixed = Object.keys(policy).join(', ');
    const detail = `${fixed === '' ? 'none' : `fixes ${fixed}`} (${policyFile.path})`;
    return { policy, finding: { what, good: true, detail } };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'cannot be read';
    return { policy: {}, finding: { what, good: false, detail } };
  }
}

function soundsFinding(root: string): Finding {
  const missing = [...new Set(Object.values(builtInSounds))].filter(
    (sound) => !existsSync(join(root, 'assets', sound)),
  );
  const detail = missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`;
  return { what: 'Sounds', good: missing.length === 0, detail };
}

async function hubFinding(
  { dataDirectory, version }: Installation,
  policy: Policy,
  running: boolean,
): Promise<Finding> {
  const what = 'Hub';
  const device = storedDevice(dataDirectory);
  const embedded = device?.hubPort ? `http://127.0.0.1:${device.hubPort}` : null;
  const hub = policy.hub ?? device?.account?.hub ?? embedded;
  if (hub === null) return { what, good: true, detail: 'none yet' };
  try {
    const hubVersion = await probeHub(hub, device && trustedCertificateFor(device, hub), version);
    return { what, good: true, detail: `${hub} answers, version ${hubVersion}` };
  } catch (error) {
    if (hub === embedded && !running)
      return { what, good: true, detail: `${hub} is not there while OnQueue is not running` };
    const why = error instanceof AppError ? errorText('en', error) : 'It does not answer.';
    return { what, good: false, detail: `${hub}: ${why}` };
  }
}

function storedDevice(dataDirectory: string): Device | null {
  try {
    const stored = parseJson(readFileSync(join(dataDirectory, 'device.json'), 'utf8'));
    return Device.parse({ ...newDevice(''), ...(stored as object) });
  } catch {
    return null;
  }
}
