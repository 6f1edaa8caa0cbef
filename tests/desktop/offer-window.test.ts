import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareCentre } from '../support/app.ts';
import { newCustomer } from '../support/people.ts';
import { Desktop, onlyOnDouble, openBrowser, STEP_TIMEOUT_MS, type SharedBrowser } from './desktop.ts';

/** The ringing window: its position, its effect on the focus, and the result of answering in it. */
let shared: SharedBrowser;
let desktop: Desktop;
const folders: string[] = [];

beforeEach(async () => {
  shared = await openBrowser();
});
afterEach(async () => {
  await desktop?.end();
  await shared?.close();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const soon = { timeout: STEP_TIMEOUT_MS };
const offers = async () => (await desktop.window('offers'))!;
const isRinging = async () => (await desktop.window('offers'))?.visible;
const labels = async () => (await desktop.tray())?.menu.map(({ label }) => label);

/** An agent who is Available while another application has focus, and the waiting customer Ana. */
async function ringing(platform: NodeJS.Platform | null = null, args: readonly string[] = []): Promise<void> {
  const folder = await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } });
  folders.push(folder);
  const env = platform === null ? {} : { ELECTRON_DOUBLE_PLATFORM: platform };
  desktop = Desktop.start(shared, folder, { args, env });
  if (!args.includes('--hidden')) {
    await (await desktop.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    await desktop.call('close', 'main');
  }
  await expect.poll(async () => (await desktop.tray())?.icon, soon).toBe('tray-available');
  await newCustomer(shared.browser, desktop.chatUrl, 'Ana');
  await expect.poll(isRinging, soon).toBe(true);
}
const offer = async () => (await desktop.page('offers')).getByRole('article', { name: 'Chat from Ana' });
const acceptThere = async () => (await offer()).getByRole('button', { name: 'Accept' }).click();

describe('the keyboard', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const)
    onlyOnDouble(
      `does not take focus on ${platform}; a click requests it, the answer returns it`,
      async () => {
        await ringing(platform);
        expect(await offers()).toMatchObject({ focused: false, shown: 'inactive', skipTaskbar: true });
        // Linux decides this at creation: a window that cannot take the focus can never be typed into.
        expect((await offers()).focusable).toBe(platform === 'linux');

        await desktop.call('mouseDown', 'offers');
        expect(await offers()).toMatchObject({ focused: true, focusable: true, skipTaskbar: true });
        await acceptThere();
        await expect.poll(isRinging, soon).toBe(false);
        expect(await offers()).toMatchObject({ focused: false, focusable: platform === 'linux' });
      },
    );

  onlyOnDouble(
    'on macOS the first click is the answer already, and the application stays in the Dock',
    async () => {
      await ringing('darwin');
      expect(await desktop.call('inDock')).toBe(true);
      expect((await offers()).options).toMatchObject({ type: 'panel', acceptFirstMouse: true });
    },
  );
});

describe('answering', () => {
  it('ignores Alt+F4: a ringing offer stays visible', async () => {
    await ringing();
    await desktop.call('close', 'offers');
    expect(await offers()).toMatchObject({ visible: true });
    await acceptThere();
    await expect.poll(isRinging, soon).toBe(false);
  });

  it('brings the main window to the front, at the accepted work', async () => {
    await ringing();
    await acceptThere();
    await expect
      .poll(async () => desktop.window('main'), soon)
      .toMatchObject({ visible: true, focused: true });
    await (await desktop.page('main')).getByRole('tab', { name: 'Ana', selected: true }).waitFor();
  });

  it('creates the main window on accept if there has been none since the start', async () => {
    await ringing(null, ['--hidden']);
    expect(await desktop.window('main')).toBeUndefined();
    await acceptThere();
    await (await desktop.page('main')).getByRole('tab', { name: 'Ana', selected: true }).waitFor();
    expect(await desktop.window('main')).toMatchObject({ visible: true, focused: true });
  });

  it('shows the decline reasons in the focused window each time the global key is pressed', async () => {
    await ringing();
    await desktop.call('chooseInTray', ['Preferences']);
    const main = await desktop.page('main');
    await main.getByRole('checkbox', { name: 'Accept and decline from any application' }).click();
    await expect.poll(async () => (await desktop.call('keys')).length, soon).toBe(2);
    const decline = () => desktop.call('press', 'CommandOrControl+Alt+Shift+D');

    await decline();
    const reasons = main.getByRole('menu', { name: 'Decline reasons' });
    await reasons.waitFor();
    expect(await isRinging()).toBe(false);
    await main.keyboard.press('Escape');
    await reasons.waitFor({ state: 'hidden' });
    await decline();
    await reasons.waitFor();
    await main.keyboard.press('Escape');

    await desktop.call('focus', null);
    await expect.poll(isRinging, soon).toBe(true);
    await decline();
    await expect.poll(async () => (await offers()).focused, soon).toBe(true);
    await (await offer()).getByRole('menuitem').first().click();
    await expect.poll(labels, soon).not.toContain('Chat from Ana');
  });
});

onlyOnDouble(
  'restores the overlay on the Windows taskbar button when the window is shown again',
  async () => {
    await ringing('win32');
    expect(await desktop.window('main')).toMatchObject({ visible: false, overlay: null });
    await desktop.call('chooseInTray', ['Open OnQueue']);
    await expect.poll(async () => (await desktop.window('main'))?.overlay, soon).toBe('1 request waits');
    await desktop.call('close', 'main');
    await desktop.call('chooseInTray', ['Open OnQueue']);
    await expect.poll(async () => (await desktop.window('main'))?.overlay, soon).toBe('1 request waits');
  },
);

describe('a notification button', () => {
  onlyOnDouble('accepts, and opens the work', async () => {
    await ringing('darwin');
    expect(await desktop.call('notifications')).toMatchObject([{ actions: ['Accept', 'Decline'] }]);
    await desktop.call('chooseInNotification', 'Chat from Ana', 0);
    await expect.poll(isRinging, soon).toBe(false);
    expect(await desktop.window('main')).toMatchObject({ visible: true, focused: true });
    await (await desktop.page('main')).getByRole('tab', { name: 'Ana', selected: true }).waitFor();
  });

  for (const platform of ['darwin', 'win32'] as const)
    onlyOnDouble(
      `declines on ${platform}: the reasons open where it rings, and nothing else moves`,
      async () => {
        await ringing(platform);
        await desktop.call('chooseInNotification', 'Chat from Ana', 1);
        await expect.poll(async () => (await offers()).focused, soon).toBe(true);
        expect(await desktop.window('main')).toMatchObject({ visible: false });
        await (await offer()).getByRole('menuitem').first().click();
        await expect.poll(isRinging, soon).toBe(false);
        expect(await desktop.window('main')).toMatchObject({ visible: false });
      },
    );
});
