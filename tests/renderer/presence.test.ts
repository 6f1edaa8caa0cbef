import { describe, expect, it } from 'vitest';
import { soon, useDesks } from './open-desk.ts';
import { aMirror, aSnapshot, missed, openChat, statusNamed } from './world.ts';

const openDesk = useDesks();

describe('the status menu', () => {
  it('is operated by keyboard and by typing ahead', async () => {
    const { page, shell } = await openDesk();
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('menu', { name: 'Presence statuses' }).waitFor();
    expect(
      await page.getByRole('menuitemradio', { name: 'Available', exact: true }).getAttribute('aria-checked'),
    ).toBe('true');
    await page.keyboard.type('lun');
    await soon(() => page.getByRole('menuitemradio').count()).toBe(1);
    await page.keyboard.press('Enter');
    await soon(() => shell.callsOf('presence.setStatus')).toMatchObject([{ statusId: 'lunch', until: null }]);
    await soon(() => page.getByRole('menu').count()).toBe(0);
  });

  it('is navigated with the arrows', async () => {
    const { page, shell } = await openDesk();
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('menu', { name: 'Presence statuses' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await soon(() => shell.callsOf('presence.setStatus').length).toBe(1);
  });

  it('queues a status for after this work, and cancels it', async () => {
    const { page, shell } = await openDesk(aMirror(aSnapshot({ work: [openChat()] })));
    await page.getByRole('button', { name: 'Presence: Available' }).click();
    await page.getByRole('menuitem', { name: 'After this work…' }).click();
    await page.getByRole('menuitem', { name: 'Lunch' }).click();
    await soon(() => shell.callsOf('presence.queueStatus')).toEqual([{ statusId: 'lunch' }]);
    shell.pushSnapshot({ presence: { ...aSnapshot().presence, next: statusNamed('lunch') } });
    await page.getByText('Next: Lunch').waitFor();
    await page.getByRole('button', { name: 'Clear next status' }).click();
    await soon(() => shell.callsOf('presence.clearQueuedStatus').length).toBe(1);
  });

  it('sets a status with an end', async () => {
    const { page, shell } = await openDesk();
    await page.getByRole('button', { name: 'Presence: Available' }).click();
    await page.getByRole('menuitem', { name: 'Until…' }).click();
    await page.getByRole('menuitem', { name: 'In training' }).click();
    await page.getByRole('menuitem', { name: 'For 30 min' }).click();
    await soon(() => shell.callsOf('presence.setStatus').length).toBe(1);
    const [{ until }] = shell.callsOf('presence.setStatus') as [{ until: number }];
    const minutes = (until - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29.5);
    expect(minutes).toBeLessThanOrEqual(30.01);
  });
});

describe('going Offline with open work', () => {
  const goOffline = async () => {
    const desk = await openDesk(aMirror(aSnapshot({ work: [openChat()] })));
    desk.shell.answer('presence.setStatus', (input: { handOverOpenWork: boolean }) => {
      if (!input.handOverOpenWork) desk.shell.fail('OPEN_WORK', { count: 1 });
      return { version: 1 };
    });
    await desk.page.getByRole('button', { name: 'Presence: Available' }).click();
    await desk.page.getByRole('menuitemradio', { name: 'Offline' }).click();
    await desk.page.getByRole('dialog').waitFor();
    return desk;
  };

  it('can wait until the work is done', async () => {
    const { page, shell } = await goOffline();
    await page.getByRole('button', { name: /Stay until/ }).click();
    await soon(() => shell.callsOf('presence.queueStatus')).toEqual([{ statusId: 'offline' }]);
  });

  it('can hand the work over', async () => {
    const { page, shell } = await goOffline();
    await page.getByRole('button', { name: /Hand over/ }).click();
    await soon(() => shell.callsOf('presence.setStatus').at(-1)).toMatchObject({
      statusId: 'offline',
      handOverOpenWork: true,
    });
  });

  it('can be cancelled', async () => {
    const { page, shell } = await goOffline();
    await page.keyboard.press('Escape');
    await soon(() => page.getByRole('dialog').count()).toBe(0);
    expect(shell.callsOf('presence.setStatus')).toHaveLength(1);
  });
});

describe('the bar', () => {
  it('explains a change by the system, with one click back', async () => {
    const { page, shell } = await openDesk();
    shell.pushSnapshot({
      presence: {
        ...aSnapshot().presence,
        status: missed,
        effectiveBase: 'away',
        setBy: { kind: 'system', name: null },
        reason: 'push-time-out',
        detail: { customer: 'Ana Ferreira', waitedSeconds: 30 },
        goBack: statusNamed('all'),
      },
    });
    await page.getByText(/You were set to Missed because .*Ana Ferreira.* 30 s/).waitFor();
    await page.getByRole('button', { name: 'Go back to Available' }).click();
    await soon(() => shell.callsOf('presence.setStatus')).toMatchObject([{ statusId: 'all' }]);
  });

  it('names the link and the load accessibly', async () => {
    const { page, shell } = await openDesk(
      aMirror(
        aSnapshot({
          capacity: {
            primary: { used: 3_000, max: 5_000 },
            interruptible: { used: 500, max: 2_000 },
            showInterruptible: true,
          },
        }),
      ),
    );
    const capacity = page.getByRole('meter', { name: 'Capacity', exact: true });
    expect([
      await capacity.getAttribute('aria-valuenow'),
      await capacity.getAttribute('aria-valuemax'),
    ]).toEqual(['3', '5']);
    expect(
      await page.getByRole('meter', { name: 'Interruptible capacity' }).getAttribute('aria-valuenow'),
    ).toBe('0.5');
    await page.getByRole('status', { name: 'Connection: connected' }).waitFor();
    shell.push((mirror) => ({
      ...mirror,
      link: { state: 'lost', since: Date.now(), retryAt: null },
      alarms: [{ id: 'lost', kind: 'connection-lost', params: {} }],
    }));
    await page.getByRole('status', { name: 'Connection: lost' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'The connection to the hub is lost' }).waitFor();
  });
});
