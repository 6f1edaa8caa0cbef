/** Facts about an installation, for the person who asks what is wrong. Holds no secret: no token, no password, no text. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInSounds } from '#agent/cues/sounds.ts';
import { managedBy, policyPath, readPolicy } from './policy-file.ts';
import { Device } from '#agent/settings/local-store.ts';

export interface Finding {
  readonly what: string;
  readonly good: boolean;
  readonly detail: string;
}

/** Looks at the data directory, the sounds and the hub that this device works with. Changes nothing. */
export async function diagnose(root: string, dataDirectory: string): Promise<Finding[]> {
  return [
    dataFinding(dataDirectory),
    ...['settings.json', 'drafts.json', 'device.json'].flatMap((file) => fileFinding(dataDirectory, file)),
    policyFinding(),
    soundsFinding(root),
    await hubFinding(dataDirectory),
  ];
}

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

function fileFinding(dataDirectory: string, file: string): Finding[] {
  const path = join(dataDirectory, file);
  if (!existsSync(path)) return [];
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return [];
  } catch {
    return [{ what: file, good: false, detail: 'cannot be read; it will be set aside at the next start' }];
  }
}

function policyFinding(): Finding {
  const what = 'Policy of this machine';
  try {
    const fixed = managedBy(readPolicy(policyPath(process.platform, process.env)));
    return { what, good: true, detail: fixed.length === 0 ? 'none' : `fixes ${fixed.join(', ')}` };
  } catch (error) {
    return { what, good: false, detail: error instanceof Error ? error.message : 'cannot be read' };
  }
}

function soundsFinding(root: string): Finding {
  const missing = [...new Set(Object.values(builtInSounds))].filter(
    (sound) => !existsSync(join(root, 'assets', sound)),
  );
  const detail = missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`;
  return { what: 'Sounds', good: missing.length === 0, detail };
}

async function hubFinding(dataDirectory: string): Promise<Finding> {
  const what = 'Hub';
  const device = storedDevice(dataDirectory);
  const embedded = device?.hubPort ? `http://127.0.0.1:${device.hubPort}` : null;
  const hub = device?.account?.hub ?? embedded;
  if (hub === null) return { what, good: true, detail: 'none yet' };
  try {
    const answer = await fetch(`${hub}/health`, { signal: AbortSignal.timeout(3_000) });
    const said: unknown = await answer.json().catch(() => null);
    const version =
      typeof said === 'object' && said !== null && 'version' in said ? ` ${String(said.version)}` : '';
    return { what, good: answer.ok, detail: `${hub} answers${version} (HTTP ${answer.status})` };
  } catch {
    const idle = hub === embedded;
    return { what, good: idle, detail: `${hub} does not answer${idle ? ' (OnQueue is not running)' : ''}` };
  }
}

function storedDevice(dataDirectory: string): Device | null {
  try {
    return Device.parse(JSON.parse(readFileSync(join(dataDirectory, 'device.json'), 'utf8')));
  } catch {
    return null;
  }
}
