/** Every state of the agent's page that must look right and be accessible: for the gallery and for axe. */
import type { Page } from 'playwright-core';
import type { Mirror } from '#core/contract/bridge.ts';
import { aTalk } from './desk.ts';
import type { ScriptedBridge } from './scripted-bridge.ts';
import * as world from './world.ts';

export interface State {
  readonly name: string;
  readonly mirror: () => Mirror;
  readonly before?: (shell: ScriptedBridge) => void;
  /** The actions of a user (or the shell) that lead there. */
  readonly act?: (page: Page, shell: ScriptedBridge) => Promise<void>;
  /** The element to wait for before `act`; states without a presence bar set another one. */
  readonly ready?: string;
  /** The small window of the desktop shell; it has one width, and the height of its content. */
  readonly window?: 'offers';
}

const full = {
  primary: { used: 3_000, max: 5_000 },
  interruptible: { used: 1_000, max: 3_000 },
  showInterruptible: true,
};

function withTabs(mirror: Mirror, tabs: readonly string[], active = tabs[0] ?? null): Mirror {
  return { ...mirror, settings: { ...mirror.settings, workspace: { tabs: [...tabs], active } } };
}

const several = () => [
  world.anOffer({ deadline: Date.now() + 7_000, offeredAt: Date.now() - 23_000 }),
  world.anOffer({
    agentWorkId: 'aw-offer-2',
    workItemId: 'w-offer-2',
    customer: 'Grace Lindqvist',
    subject: 'Delivery to another country',
    transfer: { from: 'Kim Jiwon', note: 'Has asked twice already, please be quick.' },
  }),
];

/** A user signs in at a hub whose certificate only they can verify. */
const certificate = (name: string, code: 'CERTIFICATE_UNKNOWN' | 'CERTIFICATE_CHANGED'): State => ({
  name,
  mirror: () => world.aMirror(null, { account: null, link: { state: 'off', since: 0, retryAt: null } }),
  ready: 'form',
  before: (shell) =>
    shell.refuse('account.signIn', code, {
      hub: 'https://hub.example.com',
      fingerprint:
        '66:5D:ED:DE:0A:B9:FA:AD:19:71:90:90:FA:95:B0:79:FE:16:26:56:C1:FD:27:1D:DF:CF:01:D1:48:FF:88:75',
      subject: 'hub.example.com, Example Works',
      issuer: 'Example Works Authority',
      from: Date.UTC(2026, 0, 5),
      to: Date.UTC(2027, 0, 5),
    }),
  act: async (page) => {
    const fields = page.locator('form input');
    await fields.nth(0).fill('https://hub.example.com');
    await fields.nth(1).fill('mina');
    await fields.nth(2).fill('correct horse');
    await page.locator('form button').click();
    await page.getByRole('dialog').waitFor();
  },
});

const desk = (patch: Parameters<typeof world.aSnapshot>[0] = {}, mirror: Partial<Mirror> = {}) =>
  withTabs(
    world.aMirror(
      world.aSnapshot({
        work: [world.openChat(), world.anotherChat(), world.aCase()],
        capacity: full,
        ...patch,
      }),
      mirror,
    ),
    ['w-1', 'w-2', 'w-4'],
  );

function talk(shell: ScriptedBridge): void {
  const now = Date.now();
  shell.history('w-1', aTalk('Ben Okafor', now));
  shell.panel = {
    customer: 'Ben Okafor',
    since: now - 400 * 86_400_000,
    fields: { Email: 'ben.okafor@example.com', Order: '20418', City: 'Porto', Since: '2024' },
    claims: { Page: 'Checkout' },
    popUpUrl: 'https://crm.example.com/orders/20418',
    earlier: [
      {
        workItemId: 'e-1',
        subject: 'Broken cup in the parcel',
        at: now - 46 * 86_400_000,
        agent: 'Kim',
        outcome: 'Solved',
      },
      {
        workItemId: 'e-2',
        subject: 'Question about an invoice',
        at: now - 230 * 86_400_000,
        agent: 'Mina',
        outcome: null,
      },
    ],
    quickReplies: [
      { key: 'hello', text: 'Hello, how can I help you today?' },
      { key: 'moment', text: 'One moment please, I am looking it up.' },
      { key: 'bye', text: 'Thank you for your patience. Have a good day!' },
    ],
  };
  shell.destinations = {
    queues: [
      { id: 'q-1', name: 'Billing', waiting: 3 },
      { id: 'q-2', name: 'Returns', waiting: 1 },
    ],
    agents: [
      { id: 'a-1', name: 'Kim Jiwon', status: 'Available', base: 'available', signedIn: true },
      { id: 'a-2', name: 'Lucas Meyer', status: 'Lunch', base: 'away', signedIn: true },
      { id: 'a-3', name: 'Nadia Haddad', status: 'Offline', base: 'offline', signedIn: false },
    ],
    profiles: [{ id: 'p-1', name: 'Senior support' }],
  };
}

const offline = async (page: Page) => {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('menuitemradio').last().click();
  await page.getByRole('dialog').waitFor();
};

/** In a narrow window the conversation is hidden behind the list until it is selected. */
const open = (row: number) => async (page: Page) => {
  await page.getByRole('listitem').nth(row).getByRole('button').click();
  await page.getByRole('tabpanel').waitFor();
};

export const states: readonly State[] = [
  { name: 'quiet', mirror: () => world.aMirror(world.aSnapshot()) },
  {
    name: 'why-no-work',
    mirror: () => {
      const snapshot = world.aSnapshot();
      const status = world.statusNamed('lunch');
      const presence = { ...snapshot.presence, status, effectiveBase: 'away' as const, next: null };
      return world.aMirror({ ...snapshot, presence: { ...presence, until: Date.now() + 25 * 60_000 } });
    },
    before: (shell) => {
      shell.why = {
        waiting: 4,
        reasons: [
          { code: 'base-not-allowed', params: { base: 'away', context: 'general' } },
          { code: 'status-not-open', params: { channel: 'Chat' } },
        ],
      };
    },
  },
  {
    name: 'offer',
    mirror: () => desk({ offers: [world.anOffer()] }),
    before: talk,
  },
  {
    name: 'offers-stacked',
    mirror: () =>
      desk({
        offers: several(),
        presence: { ...world.aSnapshot().presence, next: world.statusNamed('lunch') },
      }),
    before: talk,
  },
  {
    name: 'declining',
    mirror: () => desk({ offers: [world.anOffer()] }),
    before: talk,
    act: async (page) => {
      await page.keyboard.press('Alt+D');
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'offer-window',
    window: 'offers',
    ready: 'article',
    mirror: () => desk({ offers: [world.anOffer()] }),
  },
  {
    name: 'offer-window-several',
    window: 'offers',
    ready: 'article',
    mirror: () => desk({ offers: several() }),
  },
  {
    name: 'offer-window-declining',
    window: 'offers',
    ready: 'article',
    mirror: () => desk({ offers: [world.anOffer()] }),
    act: async (page) => {
      await page.keyboard.press('Alt+D');
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'update-ready',
    mirror: () => world.aMirror(world.aSnapshot(), { update: { version: '0.2.0', waitsFor: null } }),
  },
  {
    name: 'status-menu',
    mirror: () => desk(),
    before: talk,
    act: async (page) => {
      await page.keyboard.press('Control+Shift+P');
      await page.getByRole('menu').waitFor();
    },
  },
  { name: 'conversation', mirror: () => desk(), before: talk, act: open(0) },
  {
    name: 'quick-replies',
    mirror: () => desk(),
    before: talk,
    act: async (page) => {
      await open(0)(page);
      await page.getByRole('textbox').first().pressSequentially('/');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'transfer',
    mirror: () => desk(),
    before: talk,
    act: async (page) => {
      await open(0)(page);
      await page.locator('[role=tabpanel] button').first().click();
      await page.getByRole('radio').first().check();
    },
  },
  { name: 'case', mirror: () => withTabs(desk(), ['w-1', 'w-4'], 'w-4'), before: talk, act: open(2) },
  {
    name: 'call',
    mirror: () => withTabs(desk({ work: [world.aCall(), world.openChat()] }), ['w-3', 'w-1']),
    before: talk,
    act: open(0),
  },
  {
    name: 'wrap-up',
    mirror: () => desk({ work: [world.anotherChat(), world.aCase()], wrapUps: [world.aWrapUp()] }),
    before: talk,
    act: open(2),
  },
  {
    name: 'missed',
    mirror: () => {
      const snapshot = world.aSnapshot();
      return desk({
        presence: {
          ...snapshot.presence,
          status: world.missed,
          effectiveBase: 'away',
          since: Date.now() - 8_000,
          setBy: { kind: 'system', name: null },
          reason: 'push-time-out',
          detail: { customer: 'Ana Ferreira', waitedSeconds: 30 },
          goBack: world.statusNamed('all'),
        },
        notices: [
          {
            id: 'n-1',
            kind: 'missed-request',
            params: { customer: 'Ana Ferreira', waitedSeconds: 30 },
            at: Date.now() - 8_000,
          },
        ],
      });
    },
    before: talk,
  },
  {
    name: 'connection-lost',
    mirror: () =>
      desk(
        {},
        {
          link: { state: 'lost', since: Date.now() - 12_000, retryAt: Date.now() + 6_000 },
          alarms: [{ id: 'lost', kind: 'connection-lost', params: {} }],
          ringsHere: false,
        },
      ),
    before: talk,
  },
  {
    name: 'sound-blocked',
    mirror: () => {
      const mirror = desk({ offers: [world.anOffer()] });
      return { ...mirror, capabilities: { ...mirror.capabilities, soundWithoutClick: false } };
    },
    before: talk,
  },
  {
    name: 'going-offline',
    mirror: () => desk(),
    before: (shell) => {
      talk(shell);
      shell.refuse('presence.setStatus', 'OPEN_WORK', { count: 3 });
    },
    act: offline,
  },
  {
    name: 'preferences',
    mirror: () => desk({ offers: [world.anOffer()] }),
    act: async (page) => {
      await page.getByRole('navigation').getByRole('link').last().click();
      await page.getByRole('slider').waitFor();
    },
  },
  {
    name: 'sign-in',
    mirror: () => world.aMirror(null, { account: null, link: { state: 'off', since: 0, retryAt: null } }),
    ready: 'form',
    before: (shell) => shell.refuse('account.signIn', 'WRONG_CREDENTIALS'),
    act: async (page) => {
      const fields = page.locator('form input');
      await fields.nth(0).fill('https://hub.example.com');
      await fields.nth(1).fill('mina');
      await fields.nth(2).fill('wrong password');
      await page.locator('form button').click();
      await page.getByRole('alert').waitFor();
    },
  },
  certificate('certificate', 'CERTIFICATE_UNKNOWN'),
  certificate('certificate-changed', 'CERTIFICATE_CHANGED'),
  {
    name: 'welcome',
    mirror: () => {
      const mirror = world.aMirror(world.aSnapshot());
      return { ...mirror, settings: { ...mirror.settings, welcomed: false } };
    },
  },
  {
    name: 'application-away',
    mirror: () => desk(),
    before: talk,
    act: async (page, shell) => {
      shell.goAway();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'refused',
    mirror: () => world.aMirror(null),
    ready: 'main',
    act: async (page, shell) => {
      shell.refuseSessions();
      await page.getByRole('heading').waitFor();
    },
  },
];
