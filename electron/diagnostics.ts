/** Help › Diagnostics: what `onqueue doctor` says, and what only the running application knows. It holds no secrets. */
import { writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import type { WebContents } from 'electron';
import { z } from 'zod';
import { diagnose, type Finding } from '#agent/installation/diagnosis.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { root, version } from './installation.ts';
import type { LogEntry } from './shell-log.ts';

/** What only a page can ask the system. */
const PageFacts = z.object({ outputs: z.array(z.string()), permission: z.string() });
type PageFacts = z.infer<typeof PageFacts>;

const askPage = `(async () => ({
  outputs: ((await navigator.mediaDevices?.enumerateDevices()) ?? [])
    .filter(({ kind }) => kind === 'audiooutput')
    .map(({ label }) => label),
  permission: globalThis.Notification?.permission ?? 'unsupported',
}))()`;
const PAGE_ANSWERS_WITHIN = 2_000;

export interface DiagnosticsFacts {
  /** The page that rings. */
  readonly ringer: Pick<WebContents, 'executeJavaScript' | 'isDestroyed'>;
  /** Where new versions come from; `null` = nowhere. */
  readonly feed: string | null;
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
  const { link, account, alarms, settings, managed } = runtime.state(null);
  const page = await pageFacts(facts.ringer);
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
    {
      what: 'Notifications',
      good: notifications !== 'blocked' && page?.permission !== 'denied',
      detail: `${notifications}, permission of the page: ${page?.permission ?? 'not known'}`,
    },
    audioFinding(page, settings.ringSinkId),
    {
      what: 'Updates',
      good: true,
      detail: facts.feed === null ? 'no server' : `${settings.updateChannel}, from ${facts.feed}`,
    },
    { what: 'Fixed by policy', good: true, detail: managed.join(', ') || 'nothing' },
    ...alarms.map(({ kind }) => ({ what: 'Alarm', good: false, detail: kind })),
    ...facts.troubles.map(({ at, what }) => ({
      what: 'Trouble',
      good: false,
      detail: `${new Date(at).toISOString()} ${what}`,
    })),
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
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PAGE_ANSWERS_WITHIN)));
  const said: unknown = await Promise.race([ringer.executeJavaScript(askPage), late]).catch(() => null);
  clearTimeout(timer);
  return PageFacts.safeParse(said).data ?? null;
}

/** Writes the report; returns where it is. */
export function writeReport(file: string, findings: readonly Finding[]): string {
  const lines = findings.map(({ what, good, detail }) => `${good ? '✓' : '✗'} ${what}: ${detail}`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
