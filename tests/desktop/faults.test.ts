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
 * What goes wrong around a desktop application, and must not take an agent's work.
 * A browser for each spec: what one of them breaks is not there for the next.
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

/** A desktop with an agent who is Available and looks at something else, and a customer who waits for them. */
async function ringing(changes: Parameters<typeof prepareCentre>[0] = {}): Promise<Desktop> {
  const running = await start(await prepareCentre({ chatRouting: { pushTimeOutSeconds: 60 }, ...changes }));
  await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
  await running.call('close', 'main');
  await newCustomer(shared.browser, running.chatUrl, 'Ana');
  await expect.poll(offerIsThere, soon).toBe(true);
  return running;
}

describe('while it rings', () => {
  it('a window that crashes comes back with the offer in it; nothing is lost', async () => {
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

  it('the window that rings crashes, and rings again', async () => {
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

  onlyOnDouble('the window that rings hangs, and rings again', async () => {
    const running = await ringing();
    await running.call('hang', 'ringer');
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
  });

  it('the main window crashes while somebody looks at it, and has the offer again', async () => {
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

  it('a hub that is killed comes back, with the offer', async () => {
    const running = await ringing();
    const [pid] = await running.call('hubPids');
    process.kill(pid!, 'SIGKILL');
    await expect.poll(trayIcon, soon).toContain('-lost');
    await expect.poll(trayIcon, { timeout: 40_000 }).toBe('tray-available-offer');
    await running.call('chooseInTray', ['Chat from Ana', 'Accept']);
    await expect.poll(offerIsThere, soon).toBe(false);
  });

  it('an application that is killed leaves no hub behind; started again it is where it was', async () => {
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

it('a hub that hangs cannot hold up a quit, and does not outlive it', async () => {
  const running = await start(await prepareCentre());
  await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
  const [hub] = await running.call('hubPids');
  process.kill(hub!, 'SIGSTOP');
  void running.call('quit').catch(() => undefined);
  expect(await running.ended).toBe(0);
  expect(lives(hub!)).toBe(false);
});

describe('the machine', () => {
  it('sleeps and wakes: link and sound are built anew, and the offer can be accepted', async () => {
    const running = await ringing();
    await running.call('power', 'suspend');
    await running.call('power', 'resume');
    await expect.poll(() => rings().catch(() => null), soon).toBe(true);
    await running.call('chooseInTray', ['Chat from Ana', 'Accept']);
    await expect.poll(offerIsThere, soon).toBe(false);
  });

  it('is offered nothing while it sleeps; awake, what has come meanwhile rings', async () => {
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

  it('is locked and unlocked: the status of the rule, then the one before', async () => {
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
  onlyOnLinux('without a place for tray icons keeps its window, and says so once', async () => {
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
    // Hidden it could not be found again: it goes to the list of windows instead.
    await running.call('close', 'main');
    expect(await running.window('main')).toMatchObject({ visible: false, minimized: true });
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    await running.call('chooseInMenu', ['OnQueue', 'Preferences']);
    await expect.poll(async () => (await running.window('main'))?.visible, soon).toBe(true);
  });

  onlyOnDouble(
    'where Wayland lets nothing stand in front, that is said; through X11 there is nothing to say',
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
    // The system starts the application with what was clicked.
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
    // Without the id of the shortcut that the installer has made, Windows shows no notification at all; without the
    // activator that stays the same it does not find the application again.
    expect(await running.call('security')).toMatchObject({
      appUserModelId: 'org.onqueue.desktop',
      toastActivatorCLSID: '{AA317DD9-0354-46B0-9CB5-AF058F2F1AF6}',
    });
  }
});

describe('files', () => {
  onlyOnDouble('a window is dark from its first moment when the look is', async () => {
    const folder = await prepareCentre();
    const settings = { ...defaultLocalSettings, theme: 'dark' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    const running = await start(folder);
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    expect((await running.window('main'))?.options.backgroundColor).toBe('#101113');
  });

  it('settings that cannot be read are set aside and said, and the agent works', async () => {
    const folder = await prepareCentre();
    writeFileSync(join(folder, 'settings.json'), '{ "language": ');
    const running = await start(folder);
    const page = await running.page('main');
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
    await page.getByText(/on this device could not be read/).waitFor();
    expect(readdirSync(folder).some((file) => file.startsWith('settings.json.broken-'))).toBe(true);
  });

  it('a policy fixes language and start at login, and hides what it fixes', async () => {
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

  onlyOnLinux('a policy of starting at login is a file of the session', async () => {
    const folder = await prepareCentre();
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ startAtLogin: true }));
    const running = await start(folder);
    await (await running.page('main')).getByRole('button', { name: 'Presence: Available' }).waitFor();
    expect(readFileSync(join(folder, 'config', 'autostart', 'onqueue.desktop'), 'utf8')).toContain(
      '--hidden',
    );
  });

  it('a policy that is not right keeps the application from starting, and says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'));
    writeFileSync(join(folder, 'policy.json'), '{ "hubb": "https://hub.example.org" }');
    const running = await start(folder);
    expect(await running.ended).toBe(1);
    expect(running.output).toMatch(/policy of this machine .* is not right/);
  });

  onlyOnDouble('what keeps it from starting is said in the language of the system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onqueue-policy-'));
    writeFileSync(join(folder, 'policy.json'), '{');
    const running = await start(folder, { env: { ELECTRON_DOUBLE_LANGUAGE: 'ko-KR' } });
    expect(await running.ended).toBe(1);
    expect(running.output).toMatch(/정책 파일.*올바른 JSON 형식이 아닙니다/);
  });
});

describe('the doctor', () => {
  onlyOnDouble('of an installed copy says how it is, beside a running one that it leaves alone', async () => {
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

  onlyOnDouble('ends with 1 when something is wrong, with nothing running', async () => {
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

describe('a hub of the team', () => {
  let team: RunningApp;
  beforeAll(async () => {
    team = await startApp(await prepareCentre({ colleagues: ['noor.haddad'] }));
  });
  afterAll(() => team?.stop());

  it('is signed in to, remembered without its token in clear, and left again', async () => {
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

    // Nobody works with the application's own hub now.
    const [own] = await running.call('hubPids');
    await expect.poll(() => lives(own!), soon).toBe(false);

    await running.end();
    expect(readdirSync(folder)).toContain('token.safe');
    expect(readdirSync(folder)).not.toContain('token');
    // Nor need it be able to run.
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
