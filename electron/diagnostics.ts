/** Help › Diagnostics: what `onqueue doctor` says, and what only the running application knows. It holds no secrets. */
import { writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { diagnose, type Finding } from '#agent/installation/diagnosis.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { root, version } from './installation.ts';
import type { LogEntry } from './shell-log.ts';

export interface DiagnosticsFacts {
  readonly dataDirectory: string;
  readonly runtime: AgentRuntime;
  readonly platform: NodeJS.Platform;
  readonly versions: NodeJS.ProcessVersions;
  readonly trayHost: boolean;
  readonly notifications: 'unsupported' | 'blocked' | 'delivered' | 'not tried yet';
  readonly troubles: readonly LogEntry[];
}

export async function findAll(facts: DiagnosticsFacts): Promise<Finding[]> {
  const { runtime, versions, platform, trayHost, notifications } = facts;
  const { link, account, alarms } = runtime.state(null);
  const windows = runtime.windows.all();
  const ringer = windows.find(({ windowId }) => windowId === 'ringer');
  return [
    { what: 'OnQueue', good: true, detail: version },
    {
      what: 'Electron',
      good: true,
      detail: `${versions.electron ?? '?'}, Chromium ${versions.chrome ?? '?'}, Node.js ${versions.node}`,
    },
    { what: 'System', good: true, detail: `${platform} ${release()} (${arch()})` },
    ...(await diagnose(root, facts.dataDirectory)),
    {
      what: 'Link',
      good: link.state === 'connected' || link.state === 'off',
      detail: `${link.state}${account ? ` (${account.embedded ? 'embedded hub' : account.hub})` : ''}`,
    },
    {
      what: 'Ringing',
      good: ringer?.audio === 'running',
      detail: ringer?.audio ?? 'its window is not there',
    },
    { what: 'Tray', good: trayHost, detail: trayHost ? 'there' : 'this desktop shows no tray icons' },
    { what: 'Notifications', good: notifications !== 'blocked', detail: notifications },
    ...alarms.map(({ kind }) => ({ what: 'Alarm', good: false, detail: kind })),
    ...facts.troubles.map(({ at, what }) => ({
      what: 'Trouble',
      good: false,
      detail: `${new Date(at).toISOString()} ${what}`,
    })),
  ];
}

/** Writes the report; returns where it is. */
export function writeReport(file: string, findings: readonly Finding[]): string {
  const lines = findings.map(({ what, good, detail }) => `${good ? '✓' : '✗'} ${what}: ${detail}`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
