import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import type { LocalSettings } from '#core/settings/local-settings.ts';
import { prepareCentre } from '../support/app.ts';
import { soundsWithin } from '../support/loudness.ts';
import { type Customer, newCustomer } from '../support/people.ts';
import { story } from '../support/story.ts';
import { Desktop, openBrowser, STEP_TIMEOUT_MS, type SharedBrowser } from './desktop.ts';
import { driver } from './driven-app.ts';

/** An agent's day with tray, offer window and notifications, in chronological order. */
let shared: SharedBrowser;
let desktop: Desktop;
let folder: string;
let main: Page;
let offers: Page;
let ana: Customer;

beforeAll(async () => {
  folder = await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } });
  shared = await openBrowser();
  desktop = Desktop.start(shared, folder);
});
afterAll(async () => {
  await desktop?.end();
  await shared?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const soon = { timeout: STEP_TIMEOUT_MS };
const within1s = { timeout: 1_000, interval: 50 };
const tray = async () => (await desktop.tray())!;
const entry = async (label: string) => (await tray()).menu.find((one) => one.label === label && one.enabled);
/** The tab in front, as the shell has stored it. */
const activeTab = () =>
  (JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as LocalSettings).workspace.active;
const isFocused = async (name: DesktopWindow) => (await desktop.window(name))?.focused;
const labels = async () => (await tray()).menu.map(({ label }) => label);
const rings = async () => soundsWithin(await desktop.page('ringer'));

/** The distance of the offer window from the edges of its corner: right, and top or bottom. */
const gaps = async () => {
  const { x, y, width, height } = (await desktop.window('offers'))!.bounds;
  const area = await desktop.call('workArea');
  const below = area.y + area.height - (y + height);
  return [area.x + area.width - (x + width), process.platform === 'darwin' ? y - area.y : below];
};

const step = story('an agent’s day with tray, offer window and notifications');
const onDouble = step.onlyIf(driver === 'double');

step('signs in automatically, and the tray shows it', async () => {
  main = await desktop.page('main');
  await main.getByRole('button', { name: 'Presence: Available' }).waitFor();
  await expect.poll(async () => (await tray()).icon, soon).toBe('tray-available');
  expect((await tray()).tooltip).toMatch(/^Available · since .+ · 0 of 5$/);
});

step(
  'keeps the agent at work when the window closes; a status can be chosen in the tray with no window open',
  async () => {
    await desktop.call('close', 'main');
    expect(await desktop.window('main')).toMatchObject({ visible: false });
    expect(await entry('Lunch')).toMatchObject({ type: 'radio', checked: false });
    await desktop.call('chooseInTray', ['Lunch']);
    await expect.poll(async () => (await tray()).icon, soon).toBe('tray-away');
    expect(await entry('Lunch')).toMatchObject({ checked: true });
    await desktop.call('chooseInTray', ['Available']);
    await expect.poll(async () => (await tray()).icon, soon).toBe('tray-available');
  },
);

onDouble('opens the main window on a left click on the icon, where the desktop reports it', async () => {
  await desktop.call('clickTray');
  expect(await desktop.window('main')).toMatchObject({ visible: true, focused: true });
  await desktop.call('close', 'main');
});

step('redraws the tray only when its content changes', async () => {
  // Choosing an entry redraws the menu, since the system has moved the check mark by itself.
  await desktop.call('chooseInTray', ['Open OnQueue']);
  await expect.poll(() => isFocused('main'), soon).toBe(true);
  const { paintings } = await tray();
  for (let time = 0; time < 3; time++) {
    await desktop.call('focus', null);
    await expect.poll(() => isFocused('main'), soon).toBe(false);
    await desktop.call('focus', 'main');
    await expect.poll(() => isFocused('main'), soon).toBe(true);
  }
  await desktop.call('close', 'main');
  expect((await tray()).paintings).toBe(paintings);
});

step(
  'rings with every window hidden, even though there has been no user gesture since the start',
  async () => {
    ana = await newCustomer(shared.browser, desktop.chatUrl, 'Ana', 'Wrong size');
    await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(true);
    expect(await rings()).toBe(true);
  },
);

step(
  'shows the offer window in a corner, always on top, and without taking the focus from others',
  async () => {
    await expect.poll(gaps, soon).toEqual([16, 16]);
    const window = (await desktop.window('offers'))!;
    expect(window).toMatchObject({
      focused: false,
      // Linux decides this at creation: a window that cannot take the focus can never be typed into.
      focusable: process.platform === 'linux',
      shown: 'inactive',
      alwaysOnTop: 'screen-saver',
      skipTaskbar: true,
    });
    expect((await desktop.call('windows')).filter(({ focused }) => focused)).toEqual([]);
  },
);

step('announces the offer in the tray, a notification, the badge and by flashing', async () => {
  expect((await tray()).icon).toBe('tray-available-offer');
  expect(await labels()).toContain('Chat from Ana');
  expect(await desktop.call('notifications')).toMatchObject([{ title: 'Chat from Ana' }]);
  expect(await desktop.call('badge')).toBe(1);
  expect(await desktop.window('main')).toMatchObject({ flashing: true });
});

step(
  'clears ringing, window, tray mark, notification and badge within a second of an accept there',
  async () => {
    offers = await desktop.page('offers');
    await offers
      .getByRole('article', { name: 'Chat from Ana' })
      .getByRole('button', { name: 'Accept' })
      .click();
    await expect.poll(async () => (await desktop.window('offers'))?.visible, within1s).toBe(false);
    expect((await tray()).icon).toBe('tray-available');
    expect(await desktop.call('notifications')).toEqual([]);
    expect(await desktop.call('badge')).toBe(0);
    expect(await desktop.window('main')).toMatchObject({ flashing: false });
    await expect.poll(rings, soon).toBe(false);
  },
);

step(
  'opens the accepted work in the main window from the tray, and then offers "After this work…"',
  async () => {
    await desktop.call('chooseInTray', ['Open OnQueue']);
    expect(await desktop.window('main')).toMatchObject({ visible: true, focused: true });
    await main.getByRole('tab', { name: 'Ana' }).waitFor();
    // Opening it again must not reload the page, which would lose typed text and the scroll position.
    await main.evaluate(() => Object.assign(globalThis, { untouched: true }));
    await desktop.call('chooseInTray', ['Open OnQueue']);
    await main.getByRole('tab', { name: 'Ana' }).waitFor();
    expect(await main.evaluate(() => 'untouched' in globalThis)).toBe(true);
    expect(await labels()).toContain('After this work…');
    await desktop.call('chooseInTray', ['After this work…', 'Lunch']);
    await expect.poll(async () => (await tray()).tooltip, soon).toContain('then Lunch');
    await desktop.call('chooseInTray', ['After this work…', 'Nothing chosen']);
    await expect.poll(async () => (await tray()).tooltip, soon).not.toContain('then Lunch');
  },
);

step(
  'keeps the checked tray item in sync when the agent cancels or the hub rejects a status change',
  async () => {
    await desktop.call('chooseInTray', ['Offline']);
    expect(await entry('Offline')).toMatchObject({ checked: false });
    await expect.poll(async () => (await desktop.call('dialogs')).length, soon).toBe(1);
    await desktop.call('answer', 'Cancel');
    expect(await entry('Available')).toMatchObject({ checked: true });
    expect(await entry('Offline')).toMatchObject({ checked: false });
  },
);

step(
  'shows an offer only in the main window while it has the focus, and does not disturb typing',
  async () => {
    const message = main.getByRole('textbox', { name: 'Message' });
    await message.click();
    await main.keyboard.type('I am wri');
    const ben = await newCustomer(shared.browser, desktop.chatUrl, 'Ben');
    await main.getByRole('article', { name: 'Chat from Ben' }).waitFor();
    expect(await desktop.window('offers')).toMatchObject({ visible: false });
    expect(await desktop.window('main')).toMatchObject({ focused: true });
    await main.keyboard.type('ting ');
    expect(await message.inputValue()).toBe('I am writing ');
    await message.fill('');

    // The agent switches to another application, which takes the focus and keeps it.
    await desktop.call('focus', null);
    await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(true);
    expect((await desktop.call('windows')).filter(({ focused }) => focused)).toEqual([]);
    await ben.leave();
    await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(false);
  },
);

onDouble('declines in the offer window: a click gives it the keyboard, one reason declines', async () => {
  await newCustomer(shared.browser, desktop.chatUrl, 'Cara');
  await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(true);
  const height = (await desktop.window('offers'))!.bounds.height;
  await desktop.call('mouseDown', 'offers');
  expect(await desktop.window('offers')).toMatchObject({ focused: true });
  const offer = offers.getByRole('article', { name: 'Chat from Cara' });
  await offer.getByRole('button', { name: 'Decline' }).click();
  await expect
    .poll(async () => (await desktop.window('offers'))!.bounds.height, soon)
    .toBeGreaterThan(height);
  await offer.getByRole('menuitem').first().click();
  await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(false);
  expect(await desktop.window('offers')).toMatchObject({
    focused: false,
    focusable: process.platform === 'linux',
  });
});

onDouble('shows the offer window on the display with the pointer', async () => {
  await desktop.call('chooseInTray', ['Available']);
  await desktop.call('cursor', 2_500, 300);
  const cem = await newCustomer(shared.browser, desktop.chatUrl, 'Cem');
  await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(true);
  expect(await desktop.call('workArea')).toMatchObject({ x: 1920, width: 1280 });
  expect(await gaps()).toEqual([16, 16]);
  await desktop.call('resizeDisplay', 2, 1024, 700);
  expect(await desktop.call('workArea')).toMatchObject({ width: 1024, height: 700 });
  expect(await gaps()).toEqual([16, 16]);
  await cem.leave();
  await expect.poll(async () => (await desktop.window('offers'))?.visible, soon).toBe(false);
});

step('accepts an offer from the tray', async () => {
  const dan = await newCustomer(shared.browser, desktop.chatUrl, 'Dan');
  await expect.poll(labels, soon).toContain('Chat from Dan');
  await desktop.call('chooseInTray', ['Chat from Dan', 'Accept']);
  await main.getByRole('tab', { name: 'Dan' }).waitFor();
  await dan.say('Are you there?');
});

step('opens the conversation of a message notification', async () => {
  await main.getByRole('tab', { name: 'Ana' }).click();
  await desktop.call('focus', null);
  await ana.say('The jacket is too small');
  await expect
    .poll(async () => (await desktop.call('notifications')).map(({ title }) => title), soon)
    .toContain('Ana');
  const before = activeTab();
  await main.getByRole('tab', { name: 'Dan' }).click();
  await expect.poll(activeTab, soon).not.toBe(before);
  await desktop.call('clickNotification', 'Ana');
  expect(await desktop.window('main')).toMatchObject({ visible: true, focused: true });
  await main.getByRole('tab', { name: 'Ana', selected: true }).waitFor();
  await main.getByRole('log', { name: 'Conversation' }).getByText('The jacket is too small').waitFor();
});

onDouble('detects and reports a system that blocks notifications', async () => {
  await desktop.call('blockNotifications', true);
  await desktop.call('focus', null);
  await ana.say('Hello?');
  await main
    .getByRole('alert')
    .getByText(/blocks notifications/)
    .waitFor();
  await desktop.call('blockNotifications', false);
});

step('alerts the supervisor with no window open, as often as they chose', async () => {
  const call = /asks for help with Ana/;
  const titles = async () => (await desktop.call('notifications')).map(({ title }) => title);
  const tab = async (name: string) => main.getByRole('tab', { name }).click();
  for (const name of ['Dan', 'Ana']) await tab(name);
  await main.getByRole('button', { name: 'More actions' }).click();
  await main.getByRole('menuitem', { name: 'Ask a supervisor' }).click();
  await main.getByRole('alert').filter({ hasText: call }).waitFor();
  await desktop.call('close', 'main');
  await expect.poll(titles, soon).toContainEqual(expect.stringMatching(call));
  expect(await labels()).toContainEqual(expect.stringMatching(call));
  expect((await tray()).icon).toBe('tray-available-offer');
  expect(await desktop.call('badge')).toBe(1);

  await desktop.call('chooseInTray', ['Preferences']);
  const wanted = main.getByRole('checkbox', { name: 'An agent asks for help' });
  await wanted.click();
  await expect.poll(titles, soon).not.toContainEqual(expect.stringMatching(call));
  await expect.poll(async () => (await tray()).icon, soon).toBe('tray-available');
  expect(await desktop.call('badge')).toBe(0);
  await wanted.click();
  await expect.poll(labels, soon).toContainEqual(expect.stringMatching(call));

  const label = (await labels()).find((one) => call.test(one))!;
  await desktop.call('chooseInTray', [label]);
  await main.getByRole('button', { name: 'Lower the flag' }).click();
  await expect.poll(labels, soon).not.toContainEqual(expect.stringMatching(call));
});

step('mutes sounds for the shift from the tray', async () => {
  await desktop.call('chooseInTray', ['Mute sounds for this shift']);
  await expect
    .poll(async () => (await tray()).menu.find(({ label }) => label.startsWith('Mute'))?.checked, soon)
    .toBe(true);
  await desktop.call('chooseInTray', ['Mute sounds for this shift']);
});

step('registers no global keys until they are enabled', async () => {
  expect(await desktop.call('keys')).toEqual([]);
  await desktop.call('chooseInTray', ['Preferences']);
  await main.getByRole('checkbox', { name: 'Accept and decline from any application' }).click();
  await expect.poll(async () => (await desktop.call('keys')).length, soon).toBe(2);
  const eve = await newCustomer(shared.browser, desktop.chatUrl, 'Eve');
  await expect.poll(labels, soon).toContain('Chat from Eve');
  await desktop.call('press', 'CommandOrControl+Alt+Shift+A');
  await expect.poll(labels, soon).not.toContain('Chat from Eve');
  await eve.leave();
  await desktop.call('chooseInTray', ['Preferences']);
  await main.getByRole('checkbox', { name: 'Accept and decline from any application' }).click();
  await expect.poll(async () => (await desktop.call('keys')).length, soon).toBe(0);
});

step('writes a report without secrets from Help › Save diagnostics', async () => {
  await desktop.call('chooseInMenu', ['Help', 'Save diagnostics…']);
  await expect.poll(() => desktop.call('shownInFolder'), soon).toHaveLength(1);
  const report = readFileSync(join(folder, 'diagnostics.txt'), 'utf8');
  expect(report).toMatch(/^✓ Link: connected/m);
  const local = JSON.parse(readFileSync(join(folder, 'local-user.json'), 'utf8')) as { password: string };
  expect(report).not.toContain(local.password);
  expect(report).not.toMatch(/Bearer|(?<![\w-])[\w-]{43}(?![\w-])/);
});

step('S22: shows the licences of bundled packages in Help › Third-party notices', async () => {
  const before = (await desktop.call('shownInFolder')).length;
  await desktop.call('chooseInMenu', ['Help', 'Third-party notices']);
  await expect.poll(async () => (await desktop.call('shownInFolder')).length, soon).toBe(before + 1);
  const notices = readFileSync(join(folder, 'third-party-notices.txt'), 'utf8');
  for (const name of ['kysely', 'react', 'electron-updater'])
    expect(notices).toMatch(new RegExp(`^${name} `, 'm'));
});

step('brings the running instance to the front and ends when started a second time', async () => {
  await desktop.call('close', 'main');
  expect(await desktop.startAgain()).toBe(0);
  await expect.poll(async () => (await desktop.window('main'))?.focused, soon).toBe(true);
});

step('asks before quitting with open work; staying changes nothing, quitting sets Offline', async () => {
  void desktop.call('quit');
  await expect.poll(async () => (await desktop.call('dialogs')).length, soon).toBe(1);
  await desktop.call('answer', 'Keep working');
  await main.getByRole('button', { name: 'Presence: Available' }).waitFor();
  void desktop.call('quit').catch(() => undefined);
  await expect.poll(async () => (await desktop.call('dialogs')).length, soon).toBe(1);
  await desktop.call('answer', 'Quit OnQueue').catch(() => undefined);
  expect(await desktop.ended).toBe(0);
  const database = new DatabaseSync(join(folder, 'hub.db'), { readOnly: true });
  const last = 'select base, reason from presence_period order by started_at desc, id desc limit 1';
  expect({ ...database.prepare(last).get() }).toEqual({
    base: 'offline',
    reason: 'sign-out',
  });
  const held = `select count(*) as held from agent_work where owns = 1 and state <> 'closed'`;
  expect({ ...database.prepare(held).get() }).toEqual({ held: 0 });
  database.close();
});
