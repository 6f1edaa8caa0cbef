/**
 * Help › Diagnostics: the report of `onqueue doctor` plus what only the running application knows. Contains no secrets.
 */
import { writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage, WebContents } from 'electron';
import { z } from 'zod';
import { diagnose, type Finding, reportText, troubleFindings } from '#agent/installation/diagnosis.ts';
import { NOTICES_FILE, readNotices } from '#agent/installation/notices.ts';
import type { PolicyFile } from '#agent/installation/policy-file.ts';
import type { ErrorLogEntry } from '#agent/installation/error-log.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { root, version } from './installation.ts';
import type { Delivery } from './notifications/notifier.ts';
import { describeEncryption } from './system/token-vault.ts';

/** What only a page can query from the system. */
const PageFacts = z.object({ outputs: z.array(z.string()), permission: z.string() });
type PageFacts = z.infer<typeof PageFacts>;

const askPage = `(async () => ({
  outputs: ((await navigator.mediaDevices?.enumerateDevices()) ?? [])
    .filter(({ kind }) => kind === 'audiooutput')
    .map(({ label }) => label),
  permission: globalThis.Notification?.permission ?? 'unsupported',
}))()`;
const PAGE_TIMEOUT_MS = 2_000;

/** What can be determined about this machine whether the application runs or not. */
export interface MachineFacts {
  readonly dataDirectory: string;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
  readonly versions: NodeJS.ProcessVersions;
  readonly trayHost: boolean;
  /** The system can show notifications. */
  readonly notifications: boolean;
  readonly safe: SafeStorage;
  readonly troubles: readonly ErrorLogEntry[];
}

export interface DiagnosticsFacts extends MachineFacts {
  /** The page that rings. */
  readonly ringer: Pick<WebContents, 'executeJavaScript' | 'isDestroyed'>;
  /** Where new versions come from; `null` = nowhere. */
  readonly feed: string | null;
  readonly runtime: AgentRuntime;
  readonly delivery: Delivery;
}

/** The doctor's report: everything except what only the running application knows. */
export const examine = async (facts: MachineFacts): Promise<Finding[]> => [
  ...(await machineFindings(facts)),
  {
    what: 'Notifications',
    good: facts.notifications,
    detail: facts.notifications ? 'can be shown' : 'this desktop shows none',
  },
  ...troubleFindings(facts.troubles),
];

/** The report of the running application. */
export async function findAll(facts: DiagnosticsFacts): Promise<Finding[]> {
  const { runtime, delivery } = facts;
  const { link, account, alarms, settings, managed } = runtime.state(null);
  const page = await pageFacts(facts.ringer);
  const windows = runtime.windows.all();
  const ringer = windows.find(({ windowId }) => windowId === 'ringer');
  return [
    ...(await machineFindings(facts)),
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
    {
      what: 'Notifications',
      good: delivery !== 'blocked' && page?.permission !== 'denied',
      detail: `${delivery}, permission of the page: ${page?.permission ?? 'not known'}`,
    },
    audioFinding(page, settings.ringSinkId),
    {
      what: 'Updates',
      good: true,
      detail: facts.feed === null ? 'no server' : `${settings.updateChannel}, from ${facts.feed}`,
    },
    { what: 'Fixed by policy', good: true, detail: managed.join(', ') || 'nothing' },
    ...alarms.map(({ kind }) => ({ what: 'Alarm', good: false, detail: kind })),
    ...troubleFindings(facts.troubles),
  ];
}

async function machineFindings(facts: MachineFacts): Promise<Finding[]> {
  const { dataDirectory, policyFile, platform, versions, trayHost } = facts;
  return [
    { what: 'OnQueue', good: true, detail: version },
    {
      what: 'Electron',
      good: true,
      detail: `${versions.electron ?? '?'}, Chromium ${versions.chrome ?? '?'}, Node.js ${versions.node}`,
    },
    { what: 'System', good: true, detail: `${platform} ${release()} (${arch()})` },
    ...(await diagnose({ root, version, dataDirectory, policyFile, platform })),
    { what: 'Tray', good: trayHost, detail: trayHost ? 'there' : 'this desktop shows no tray icons' },
    { what: 'Safe for the token', good: null, detail: await describeEncryption(facts.safe, platform) },
  ];
}

function audioFinding(page: PageFacts | null, ringSinkId: string): Finding {
  const what = 'Audio outputs';
  if (!page) return { what, good: false, detail: 'the page that rings does not answer' };
  const names = page.outputs.map((label) => label || 'unnamed').join(', ') || 'none';
  const chosen = ringSinkId === '' ? "the system's" : 'a chosen one';
  return { what, good: page.outputs.length > 0, detail: `${names}; ringing on ${chosen}` };
}

async function pageFacts(ringer: DiagnosticsFacts['ringer']): Promise<PageFacts | null> {
  if (ringer.isDestroyed()) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PAGE_TIMEOUT_MS)));
  const said: unknown = await Promise.race([ringer.executeJavaScript(askPage), late]).catch(() => null);
  clearTimeout(timer);
  return PageFacts.safeParse(said).data ?? null;
}

/** Writes the report, readable by its owner only; returns its path. */
export function writeReport(file: string, findings: readonly Finding[]): string {
  writeFileSync(file, reportText(findings), { mode: 0o600 });
  return file;
}

/** Writes the third-party notices to where other programs can read them; in the package they are inside an archive. */
export function writeThirdPartyNotices(directory: string): string {
  const file = join(directory, NOTICES_FILE);
  writeFileSync(file, readNotices(root));
  return file;
}
