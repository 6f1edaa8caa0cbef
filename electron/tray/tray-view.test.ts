import { desktopCapabilities } from '#tests/support/capabilities.ts';
import { expect, test } from 'vitest';
import { icons, trayBases } from '#assets/icons/make-icons.ts';
import type { Mirror } from '#core/contract/bridge.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { defaultLocalSettings } from '#core/settings/local-settings.ts';
import { aCallForHelp, anOffer, aSnapshot, openWork, statusOf } from '#tests/support/snapshots.ts';
import { trayIconFile } from './tray-icon.ts';
import { type TrayItem, trayView } from './tray-view.ts';

const mirrorOf = (snapshot: AgentSnapshot | null, patch: Partial<Mirror> = {}): Mirror => ({
  revision: 1,
  shellTime: 0,
  skew: 0,
  link: { state: 'connected', since: 0, retryAt: null },
  account: { hub: 'http://127.0.0.1', embedded: true, username: 'mina' },
  snapshot,
  cues: [],
  alarms: [],
  alerts: [],
  settings: defaultLocalSettings,
  ringsHere: true,
  soundTest: null,
  capabilities: desktopCapabilities,
  managed: [],
  update: null,
  declining: null,
  version: '0.0.0',
  ...patch,
});
const view = (mirror: Mirror, language: 'en' | 'ko' = 'en') =>
  trayView({ mirror, language, now: 1_000, timeZone: 'UTC' });
const labels = (items: readonly TrayItem[]) => items.flatMap((item) => ('label' in item ? [item.label] : []));

test('groups statuses in the order of the bases, with the mark on the chosen one', () => {
  const { menu } = view(mirrorOf(aSnapshot(0)));
  expect(menu.flatMap((item) => (item.kind === 'radio' ? [[item.label, item.checked]] : []))).toEqual([
    ['Available', true],
    ['Busy', false],
    ['Lunch', false],
    ['Offline', false],
  ]);
});

test('marks the current status even when it cannot be chosen; no group is without a mark', () => {
  const missed = { ...statusOf('busy', 'Missed'), retired: true };
  const { presence } = aSnapshot(0);
  const snapshot = aSnapshot(0, {
    presence: { ...presence, status: missed, next: { ...missed, id: 'status-of-kim', text: 'Meeting' } },
    work: [openWork(1, 0)],
  });
  const { menu } = view(mirrorOf(snapshot));
  const marked = (items: readonly TrayItem[]) =>
    items.flatMap((item) => (item.kind === 'radio' && item.checked ? [item] : []));
  expect(marked(menu)).toEqual([{ kind: 'radio', label: 'Missed', checked: true, action: null }]);
  expect(labels(menu)).toEqual(expect.arrayContaining(['Busy', 'Missed', 'Lunch']));
  const after = menu.find((item) => item.kind === 'menu');
  expect(after?.kind === 'menu' && marked(after.items)).toMatchObject([{ label: 'Meeting', action: null }]);
});

test('offers Accept, and Decline with a reason, directly in the menu', () => {
  const { menu, icon } = view(mirrorOf(aSnapshot(0, { offers: [anOffer(1, 0)] })));
  const offer = menu.find((item) => item.kind === 'menu');
  expect(offer).toMatchObject({
    label: 'Chat from Customer 1',
    items: [
      { label: 'Accept', action: { do: 'accept', agentWorkId: 'agent-work-1' } },
      {
        label: 'Decline',
        items: [
          {
            label: 'On a break',
            action: { do: 'decline', agentWorkId: 'agent-work-1', reasonId: 'reason-break' },
          },
        ],
      },
    ],
  });
  expect(icon.offers).toBe(true);
});

test('omits Decline for an offer that may not be declined', () => {
  const { menu } = view(mirrorOf(aSnapshot(0, { offers: [anOffer(1, 0, { canDecline: false })] })));
  const offer = menu.find((item) => item.kind === 'menu');
  expect(offer?.kind === 'menu' && labels(offer.items)).toEqual(['Accept']);
});

test('offers the next status only while there is work', () => {
  expect(labels(view(mirrorOf(aSnapshot(0))).menu)).not.toContain('After this work…');
  expect(labels(view(mirrorOf(aSnapshot(0, { work: [openWork(1, 0)] }))).menu)).toContain('After this work…');
});

test('shows a lost link in the icon, the tooltip and the menu', () => {
  const lost = view(mirrorOf(aSnapshot(0), { link: { state: 'lost', since: 0, retryAt: null } }));
  expect(lost.icon.lost).toBe(true);
  expect(lost.tooltip).toContain('Connection lost');
  expect(labels(lost.menu)).toContain('Connection lost');
});

test('keeps the view unchanged as time passes, so nothing is repainted', () => {
  const mirror = mirrorOf(aSnapshot(0));
  const later = { ...mirror, revision: 9, shellTime: 60_000 };
  expect(trayView({ mirror: later, language: 'en', now: 60_000, timeZone: 'UTC' })).toEqual(view(mirror));
});

test('offers only the application itself while signed out', () => {
  expect(labels(view(mirrorOf(null, { account: null })).menu)).toEqual([
    'Not signed in',
    'Open OnQueue',
    'Mute sounds for this shift',
    'Preferences',
    'Quit OnQueue',
  ]);
  expect(labels(view(mirrorOf(null), 'ko').menu).at(-1)).toBe('OnQueue 종료');
});

test('offers a new version with one click, but not during work', () => {
  const update = { version: '9.0.0', waitsFor: null };
  const offered = labels(view(mirrorOf(aSnapshot(0), { update })).menu);
  expect(offered).toContain('Restart for OnQueue 9.0.0');
  const waiting = labels(view(mirrorOf(aSnapshot(0), { update: { ...update, waitsFor: 'work' } })).menu);
  expect(waiting).not.toContain('Restart for OnQueue 9.0.0');
  expect(waiting).toContain('OnQueue 9.0.0 waits for your open work');
});

test('has an icon for every state on every system', () => {
  const drawn = icons();
  for (const base of trayBases)
    for (const offers of [true, false])
      for (const lost of [true, false])
        for (const platform of ['darwin', 'win32', 'linux'] as const)
          for (const dark of [true, false])
            expect([...drawn.keys()]).toContain(trayIconFile({ base, offers, lost }, platform, dark));
}, 30_000);

test('shows alerts for the supervisor in the menu, the tooltip and the icon', () => {
  const { menu, icon, tooltip } = view(mirrorOf(aSnapshot(0), { alerts: [aCallForHelp] }));
  const label = 'Noor asks for help with Ana.';
  const action = { do: 'open', page: 'supervisor/work/w1' };
  expect(menu).toContainEqual({ kind: 'action', label, action });
  expect(icon.offers).toBe(true);
  expect(tooltip).toContain(label);
});
