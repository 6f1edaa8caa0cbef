import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultLocalSettings } from '#core/settings/local-settings.ts';
import { PASSWORD, prepareCentre, type RunningApp, startApp } from '../support/app.ts';
import { soundsWithin } from '../support/loudness.ts';
import { newCustomer } from '../support/people.ts';
import {
  Desktop,
  onlyOnDouble,
  onlyOnLinux,
  openBrowser,
  STEP_TIMEOUT_MS,
  type SharedBrowser,
  type StartOptions,
} from './desktop.ts';

/**
 * Faults around a desktop application that must not lose an agent's work.
 * One browser per spec, so that damage from one does not affect the next.
 */
let shared: SharedBrowser;
let desktop: Desktop | null = null;
const folders: string[] = [];

beforeEach(async () => {
  shared = await openBrowser();
});
afterEach(async () => {
  await desktop?.end();
  desktop = null;
  await shared?.close();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const soon = { timeout: STEP_TIMEOUT_MS };

async function start(folder: string, options: StartOptions = {}): Promise<Desktop> {
  folders.push(folder);
  desktop = Desktop.start(shared, folder, options);
  return desktop;
}
const trayIcon = async () => (await desktop!.tray())?.icon;
const rings = async () => soundsWithin(await desktop!.page('ringer'));
const offerIsThere = async () => (await desktop!.window('offers'))?.visible;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A desktop with an agent who is Available while another application has focus, and a waiting customer. */
async function ringing(changes: Parameters<typeof prepareCentre>[0] = {}): Promise<Desktop> {
  const running = await start(await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 }, ...changes }));
  await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
  await running.call('close', 'main');
  await newCustomer(shared.browser, running.chatUrl, 'Ana');
  await expect.poll(offerIsThere, soon).toBe(true);
  return running;
}

describe('while it rings', () => {
  it('restores a crashed window with its offer, and loses nothing', async () => {
    await shared.close();
    shared = await openBrowser('offers');
    const running = await ringing();
    await running.crash('offers');
    const again = await running.page('offers');
    await again
      .getByRole('article', { name: 'Chat from Ana' })
      .getByRole('button', { name: 'Accept' })
      .click();
    await expect.poll(offerIsThere, soon).toBe(false);
    await running.call('chooseInTray', ['Open OnQueue']);
    await (await running.page('main')).getByRole('tab', { name: 'Ana' }).waitFor();
  });

  it('rings again after the ringing window crashes', async () => {
    await shared.close();
    shared = await openBrowser('ringer');
    const running = await ringing();
    expect(await rings()).toBe(true);
    await running.crash('ringer');
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
    await running.call('chooseInTray', ['Chat from Ana', 'Accept']);
    await expect.poll(offerIsThere, soon).toBe(false);
    await expect.poll(rings, soon).toBe(false);
  });

  onlyOnDouble('rings again after the ringing window hangs', async () => {
    const running = await ringing();
    await running.call('hang', 'ringer');
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
  });

  it('restores the main window with its offer when it crashes while in use', async () => {
    await shared.close();
    shared = await openBrowser('main');
    const running = await ringing();
    await running.call('chooseInTray', ['Open OnQueue']);
    const offer = { name: 'Chat from Ana' };
    await (await running.page('main')).getByRole('article', offer).waitFor();
    await running.crash('main');
    const again = await running.page('main');
    await again.getByRole('article', offer).getByRole('button', { name: 'Accept' }).click();
    await again.getByRole('tab', { name: 'Ana', selected: true }).waitFor();
    expect(await running.window('main')).toMatchObject({ visible: true, focused: true });
  });

  it('restarts a killed hub, with the offer', async () => {
    const running = await ringing();
    const [pid] = await running.call('hubPids');
    process.kill(pid!, 'SIGKILL');
    await expect.poll(trayIcon, soon).toContain('-lost');
    await expect.poll(trayIcon, { timeout: 40_000 }).toBe('tray-available-offer');
    await running.call('chooseInTray', ['Chat from Ana', 'Accept']);
    await expect.poll(offerIsThere, soon).toBe(false);
  });

  it('leaves no hub behind when it is killed, and resumes its state after a restart', async () => {
    const running = await ringing();
    const [hub] = await running.call('hubPids');
    running.signal('SIGKILL');
    await running.ended;
    await expect.poll(() => lives(hub!), soon).toBe(false);
    await running.end();
    const again = await start(folders.at(-1)!);
    const page = await again.page('main');
    await page.getByRole('article', { name: 'Chat from Ana' }).waitFor({ timeout: 40_000 });
  });
});

it('quits despite a hanging hub, and ends that hub', async () => {
  const running = await start(await prepareCentre());
  await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
  const [hub] = await running.call('hubPids');
  process.kill(hub!, 'SIGSTOP');
  void running.call('quit').catch(() => undefined);
  expect(await running.ended).toBe(0);
  expect(lives(hub!)).toBe(false);
});

describe('the machine', () => {
  it('restores link and sound after sleep, and the offer can be accepted', async () => {
    const running = await ringing();
    await running.call('power', 'suspend');
    await running.call('power', 'resume');
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
    await running.call('chooseInTray', ['Chat from Ana', 'Accept']);
    await expect.poll(offerIsThere, soon).toBe(false);
  });

  it('is offered nothing while asleep; after waking, waiting work rings', async () => {
    const running = await start(await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } }));
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('close', 'main');
    await running.call('power', 'suspend');
    await expect.poll(trayIcon, soon).toContain('-lost');
    const ana = await newCustomer(shared.browser, running.chatUrl, 'Ana');
    await ana.page.getByRole('status', { name: 'Queue position' }).waitFor();
    expect(await offerIsThere()).toBe(false);
    await running.call('power', 'resume');
    await expect.poll(offerIsThere, soon).toBe(true);
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
  });

  it('sets the configured status when locked, and restores the previous one when unlocked', async () => {
    const running = await start(
      await prepareCentre({ configuration: { lock: { enabled: true, statusId: 'lunch' } } }),
    );
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('power', 'lock-screen');
    await expect.poll(trayIcon, soon).toBe('tray-away');
    await running.call('power', 'unlock-screen');
    await expect.poll(trayIcon, soon).toBe('tray-available');
  });
});

describe('the desktop', () => {
  onlyOnLinux('keeps its window without a system tray, and reports it once', async () => {
    const folder = await prepareCentre();
    const bus = join(folder, 'bin');
    mkdirSync(bus);
    writeFileSync(join(bus, 'gdbus'), '#!/bin/sh\necho "(false,)"\n', { mode: 0o755 });
    const env = { PATH: `${bus}:${process.env.PATH ?? ''}` };
    const running = await start(folder, { args: ['--hidden'], env });
    const page = await running.page('main');
    const said = page.getByText(/no place for tray icons/);
    await said.waitFor();
    expect(await running.window('main')).toMatchObject({ visible: true });
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await said.waitFor({ state: 'hidden' });
    // If hidden it could not be found again, so it is minimised instead.
    await running.call('close', 'main');
    expect(await running.window('main')).toMatchObject({ visible: false, minimized: true });
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('chooseInMenu', ['OnQueue', 'Preferences']);
    await expect.poll(async () => (await running.window('main'))?.visible, soon).toBe(true);
  });

  onlyOnDouble(
    'reports that Wayland keeps windows from staying on top, and reports nothing through X11',
    async () => {
      const folder = await prepareCentre();
      const env = { XDG_SESSION_TYPE: 'wayland', ELECTRON_DOUBLE_PLATFORM: 'linux' };
      let running = await start(folder, { env });
      await (await running.page('main')).getByText(/cover the offer window/).waitFor();
      await running.end();
      running = await start(folder, { env, args: ['--ozone-platform=x11'] });
      const page = await running.page('main');
      await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
      expect(await page.getByText(/cover the offer window/).count()).toBe(0);
    },
  );

  for (const platform of ['win32', 'darwin'] as const)
    onlyOnDouble(`a click on a notification of an earlier run leads to its work on ${platform}`, () =>
      clickOfAnEarlierRun(platform),
    );

  async function clickOfAnEarlierRun(platform: 'win32' | 'darwin'): Promise<void> {
    const folder = await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 } });
    let running = await start(folder);
    let page = await running.page('main');
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    for (const name of ['Ana', 'Ben']) {
      await newCustomer(shared.browser, running.chatUrl, name);
      await page
        .getByRole('article', { name: `Chat from ${name}` })
        .getByRole('button', { name: 'Accept' })
        .click();
      await page.getByRole('tab', { name, selected: true }).waitFor();
    }
    await running.call('focus', null);
    const { tabs } = (
      JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as { workspace: { tabs: string[] } }
    ).workspace;
    running.signal('SIGKILL');
    await running.end();
    // The system starts the application with the clicked notification.
    const id = `message-item-${tabs[0]}`;
    const clicked =
      platform === 'win32'
        ? { ELECTRON_DOUBLE_ACTIVATION: `type=click&tag=${id}` }
        : { ELECTRON_DOUBLE_LAUNCH: JSON.stringify({ identifier: id, userInfo: {} }) };
    const env = { ELECTRON_DOUBLE_PLATFORM: platform, ...clicked };
    running = await start(folder, { env });
    page = await running.page('main');
    await page.getByRole('tab', { name: 'Ana', selected: true }).waitFor({ timeout: 40_000 });
    expect(await running.window('main')).toMatchObject({ visible: true, focused: true });
    if (platform === 'darwin') return;
    // Without the shortcut id that the installer sets, Windows shows no notification at all; without the
    // constant activator id it does not find the application again.
    expect(await running.call('security')).toMatchObject({
      appUserModelId: 'org.onqueue.desktop',
      toastActivatorCLSID: '{AA317DD9-0354-46B0-9CB5-AF058F2F1AF6}',
    });
  }
});

describe('files', () => {
  onlyOnDouble('shows a window in the dark theme from its first frame', async () => {
    const folder = await prepareCentre();
    const settings = { ...defaultLocalSettings, theme: 'dark' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    const running = await start(folder);
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    expect((await running.window('main'))?.options.backgroundColor).toBe('#101113');
  });

  it('sets unreadable settings aside, reports it, and lets the agent work', async () => {
    const folder = await prepareCentre();
    writeFileSync(join(folder, 'settings.json'), '{ "language": ');
    const running = await start(folder);
    const page = await running.page('main');
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    await page.getByText(/on this device could not be read/).waitFor();
    expect(readdirSync(folder).some((file) => file.startsWith('settings.json.broken-'))).toBe(true);
  });

  it('applies the language and start at login from a policy, and hides those settings', async () => {
    const folder = await prepareCentre();
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ language: 'ko', startAtLogin: false }));
    const running = await start(folder);
    await expect
      .poll(async () => (await running.call('tray'))?.menu.at(-1)?.label, soon)
      .toBe('OnQueue 종료');
    await running.call('chooseInTray', ['환경설정']);
    const page = await running.page('main');
    await page
      .getByRole('combobox', { name: '테마' })
      .or(page.getByRole('heading', { name: '환경설정' }))
      .first()
      .waitFor();
    expect(await page.getByRole('combobox', { name: '언어' }).count()).toBe(0);
    expect(await page.getByRole('checkbox', { name: /컴퓨터에 로그인할 때/ }).count()).toBe(0);
  });

  onlyOnLinux('writes an autostart file for a policy of starting at login', async () => {
    const folder = await prepareCentre();
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ startAtLogin: true }));
    const running = await start(folder);
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    expect(readFileSync(join(folder, 'config', 'autostart', 'onqueue.desktop'), 'utf8')).toContain(
      '--hidden',
    );
  });

  it('refuses to start with an invalid policy, and says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'));
    writeFileSync(join(folder, 'policy.json'), '{ "hubb": "https://hub.example.org" }');
    const running = await start(folder);
    expect(await running.ended).toBe(1);
    expect(running.output).toMatch(/policy of this machine .* is not right/);
  });

  onlyOnDouble('explains a failed start in the language of the system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'));
    writeFileSync(join(folder, 'policy.json'), '{');
    const running = await start(folder, { env: { ELECTRON_DOUBLE_LANGUAGE: 'ko-KR' } });
    expect(await running.ended).toBe(1);
    expect(running.output).toMatch(/정책 파일.*올바른 JSON 형식이 아닙니다/);
  });
});

describe('the doctor', () => {
  onlyOnDouble('reports on an installed copy without affecting a running one', async () => {
    const folder = await prepareCentre();
    const running = await start(folder);
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('close', 'main');
    const doctor = Desktop.start(shared, folder, { args: ['doctor'] });
    expect([await doctor.ended, doctor.output]).toEqual([0, expect.stringContaining('✓ OnQueue: ')]);
    expect(doctor.output).toMatch(/^· Running: yes, process \d+; .*Save diagnostics/m);
    expect(doctor.output).toMatch(/^✓ Hub: http:\/\/127\.0\.0\.1:\d+ answers, version /m);
    expect(doctor.output).toMatch(/^✓ Policy of this machine: none/m);
    expect(doctor.output).toMatch(/^· Safe for the token: gnome_libsecret$/m);
    const file = /^· Report: (.+)$/m.exec(doctor.output)?.[1] ?? '';
    expect(doctor.output).toContain(readFileSync(file, 'utf8'));
    expect(await running.window('main')).toMatchObject({ visible: false });
    expect(existsSync(join(folder, 'diagnostics.txt'))).toBe(false);
  });

  onlyOnDouble('ends with exit code 1 on a fault, with nothing running', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onqueue-doctor-'));
    writeFileSync(join(folder, 'policy.json'), '{ "hubb": 1 }');
    const before = readdirSync(folder);
    const doctor = await start(folder, { args: ['doctor'] });
    expect(await doctor.ended).toBe(1);
    expect(doctor.output).toMatch(/^✗ Policy of this machine: .* is not right/m);
    expect(doctor.output).toMatch(/^· Running: no$/m);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('a team hub', () => {
  let team: RunningApp;
  beforeAll(async () => {
    team = await startApp(await prepareCentre({ colleagues: ['noor.haddad'] }));
  });
  afterAll(() => team?.stop());

  it('signs in, remembers the hub without a plain-text token, and leaves it again', async () => {
    const folder = await prepareCentre();
    let running = await start(folder);
    let page = await running.page('main');
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('chooseInTray', ['Preferences']);
    await page.getByRole('button', { name: /hub/i }).first().click();
    const signIn = async (hub: string, password: string) => {
      await page.getByRole('textbox', { name: /address/i }).fill(hub);
      await page.getByRole('textbox', { name: /user ?name/i }).fill('noor.haddad');
      await page.getByLabel(/password/i).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn('http://127.0.0.1:9', PASSWORD);
    await page
      .getByRole('alert')
      .getByText(/cannot be reached/)
      .waitFor();
    await signIn(team.hubUrl, 'not it');
    await page
      .getByRole('alert')
      .getByText(/password is /)
      .waitFor();
    await signIn(team.hubUrl, PASSWORD);
    await page.getByRole('button', { name: /^Presence: / }).waitFor();
    await expect
      .poll(
        () => (JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8')) as { account: unknown }).account,
      )
      .toMatchObject({ hub: team.hubUrl, username: 'noor.haddad' });

    // The application's own hub is no longer in use.
    const [own] = await running.call('hubPids');
    await expect.poll(() => lives(own!), soon).toBe(false);

    await running.end();
    expect(readdirSync(folder)).toContain('token.safe');
    expect(readdirSync(folder)).not.toContain('token');
    // Nor does it have to run.
    renameSync(join(folder, 'hub.db'), join(folder, 'kept.db'));
    writeFileSync(join(folder, 'hub.db'), 'not a database');
    running = await start(folder);
    page = await running.page('main');
    await page.getByRole('button', { name: /^Presence: / }).waitFor();
    expect(await running.call('hubPids')).toEqual([]);
    await running.call('chooseInTray', ['Preferences']);
    await page.getByText(team.hubUrl).waitFor();

    await page.getByRole('button', { name: /hub/i }).first().click();
    await page.getByRole('button', { name: 'Use the embedded hub' }).click();
    await page
      .getByRole('alert')
      .getByText(/The hub on this computer could not start: /)
      .waitFor();
    expect(readdirSync(folder)).toContain('token.safe');
    renameSync(join(folder, 'kept.db'), join(folder, 'hub.db'));
    await page.getByRole('button', { name: 'Use the embedded hub' }).click();
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    expect(readdirSync(folder)).not.toContain('token.safe');
  });
});
