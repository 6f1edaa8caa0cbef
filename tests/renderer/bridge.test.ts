import { describe, expect, it } from 'vitest';
import { soon, useDesks } from './open-desk.ts';
import { aMirror, aSnapshot, statusNamed } from './world.ts';

const openDesk = useDesks();

describe('the connection to the shell', () => {
  it('removes the start token from the address, and stays signed in after a reload', async () => {
    const { page } = await openDesk();
    expect(page.url()).not.toContain('start=');
    await page.reload();
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  });

  it('shows that the session was refused, and stops retrying', async () => {
    const { page, shell } = await openDesk();
    shell.refuseSessions();
    await page.getByRole('heading', { name: 'This page needs its start address' }).waitFor();
  });

  it('shows that the application is unreachable, and reconnects automatically', async () => {
    const { page, shell } = await openDesk();
    shell.goAway();
    await page.getByRole('alert').filter({ hasText: 'not answering' }).waitFor();
    shell.push((mirror) => mirror);
    shell.pushSnapshot({
      presence: { ...aSnapshot().presence, status: statusNamed('lunch'), effectiveBase: 'away' },
    });
    shell.comeBack();
    await page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
    await soon(() => page.getByRole('alert').count()).toBe(0);
  });

  it('sends the shell the state of this window', async () => {
    const mirror = aMirror(aSnapshot(), { ringsHere: false });
    const { page, shell } = await openDesk(mirror);
    await soon(() => shell.callsOf('window.report').at(-1)).toMatchObject({
      visible: true,
      activeWorkItemId: null,
    });
    await page.getByRole('button', { name: 'Ring here' }).click();
    const [report] = shell.callsOf('window.report') as { windowId: string }[];
    await soon(() => shell.callsOf('window.ringHere')).toEqual([{ windowId: report?.windowId }]);
    await soon(() => shell.callsOf('window.active').length).toBe(1);
  });
});

describe('signing in', () => {
  it('shows errors in plain language, then signs in', async () => {
    const { page, shell } = await openDesk(aMirror(null, { account: null }), {
      ready: 'form',
      before: (bridge) => bridge.refuse('account.signIn', 'WRONG_CREDENTIALS'),
    });
    await page.getByRole('textbox', { name: 'Hub address' }).fill('https://hub.example.com');
    await page.getByRole('textbox', { name: 'Username' }).fill('mina');
    await page.getByLabel('Password').fill('nope');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'password is not right' }).waitFor();
    shell.answer('account.signIn', () => {
      shell.push((mirror) => ({
        ...mirror,
        account: { hub: 'https://hub.example.com', embedded: false, username: 'mina' },
        snapshot: aSnapshot(),
      }));
      return {};
    });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Presence: Available' }).waitFor();
  });
});

describe('the first start', () => {
  it('offers practice, the customer’s page and the team’s hub', async () => {
    const mirror = aMirror(aSnapshot());
    const { page, shell } = await openDesk({ ...mirror, settings: { ...mirror.settings, welcomed: false } });
    const customer = page.getByRole('link', { name: /Be a customer/ });
    expect(await customer.getAttribute('href')).toBe('https://hub.example.com/chat');
    expect(await customer.getAttribute('rel')).toContain('noopener');
    await page.getByRole('button', { name: /^Practice/ }).click();
    await soon(() => shell.callsOf('practice.start').length).toBe(1);
    await soon(() => shell.mirror.settings.welcomed).toBe(true);
    await soon(() => page.getByRole('heading', { name: 'Welcome to OnQueue' }).count()).toBe(0);
  });
});
