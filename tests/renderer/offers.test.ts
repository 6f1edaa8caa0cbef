import { describe, expect, it } from 'vitest';
import { focused, soon, useDesks } from './open-desk.ts';
import { aTalk } from './desk.ts';
import { aMirror, anOffer, aSnapshot, openChat } from './world.ts';

const openDesk = useDesks();
const talking = () => {
  const mirror = aMirror(aSnapshot({ work: [openChat()] }));
  return { ...mirror, settings: { ...mirror.settings, workspace: { tabs: ['w-1'], active: 'w-1' } } };
};

/** Ana's chat, accepted next to the open one. */
const accepted = {
  offers: [],
  work: [
    openChat(),
    openChat({ agentWorkId: 'aw-offer-1', workItemId: 'w-offer-1', customer: 'Ana Ferreira' }),
  ],
};

describe('an offer that appears while the agent types', () => {
  it('does not intercept keys, and is announced once', async () => {
    const { page, shell } = await openDesk(talking(), {
      before: (bridge) => bridge.history('w-1', aTalk('Ben Okafor')),
    });
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.click();
    await page.keyboard.type('One mo');
    shell.pushSnapshot({ offers: [anOffer()] });
    await page.getByRole('article', { name: 'Chat from Ana Ferreira' }).waitFor();
    await page.keyboard.type('ment, ');
    await page.keyboard.press('Space');
    await page.keyboard.type('please');
    expect(await message.inputValue()).toBe('One moment,  please');
    expect(await focused(page)).toBe('Message');

    await page.keyboard.press('Enter');
    await soon(() => shell.callsOf('conversation.send')).toMatchObject([{ text: 'One moment,  please' }]);
    expect(shell.callsOf('work.accept')).toEqual([]);
    expect(shell.callsOf('work.decline')).toEqual([]);

    const region = page.locator('[aria-live=assertive]');
    expect(await region.textContent()).toContain('Chat from Ana Ferreira');
    shell.pushSnapshot({ notices: [] });
    expect(await region.count()).toBe(1);
  });

  it('is answered from the keyboard: Alt+A accepts the oldest', async () => {
    const { page, shell } = await openDesk(talking());
    shell.pushSnapshot({
      offers: [anOffer(), anOffer({ agentWorkId: 'aw-later', workItemId: 'w-later', customer: 'Zoe' })],
    });
    await page.getByRole('article').nth(1).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).click();
    await page.keyboard.press('Alt+A');
    await soon(() => shell.callsOf('work.accept')).toEqual([{ agentWorkId: 'aw-offer-1' }]);
    shell.pushSnapshot(accepted);
    await page.getByRole('tab', { name: 'Ana Ferreira', selected: true }).waitFor();
    await soon(() => focused(page)).toBe('Message');
  });

  it('opens the work from any page on which it is accepted', async () => {
    const { page, shell } = await openDesk(talking());
    await page.getByRole('link', { name: 'Preferences' }).click();
    shell.pushSnapshot({ offers: [anOffer()] });
    await page.getByRole('article').getByRole('button', { name: 'Accept' }).click();
    shell.pushSnapshot(accepted);
    await page.getByRole('tab', { name: 'Ana Ferreira', selected: true }).waitFor();
  });

  it('is declined with Alt+D, the arrows and Enter; Escape keeps it and gives the focus back', async () => {
    const { page, shell } = await openDesk(talking());
    shell.pushSnapshot({ offers: [anOffer()] });
    await page.getByRole('article').waitFor();
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.click();
    await page.keyboard.press('Alt+D');
    await page.getByRole('menu', { name: 'Decline reasons' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await focused(page)).toBe('Message');

    await page.keyboard.press('Alt+D');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await soon(() => shell.callsOf('work.decline')).toEqual([
      { agentWorkId: 'aw-offer-1', reasonId: 'r-skill', note: '' },
    ]);
  });
});

describe('the card of an offer', () => {
  it('declines with one click on a reason, with the note if there is one', async () => {
    const { page, shell } = await openDesk(aMirror(aSnapshot({ offers: [anOffer()] })));
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('textbox', { name: 'Note (optional)' }).fill('Back in 5 minutes');
    await page.getByRole('menuitem', { name: 'About to take a break' }).click();
    await soon(() => shell.callsOf('work.decline')).toEqual([
      { agentWorkId: 'aw-offer-1', reasonId: 'r-break', note: 'Back in 5 minutes' },
    ]);
  });

  it('shows no Decline where declining is not allowed', async () => {
    const { page } = await openDesk(aMirror(aSnapshot({ offers: [anOffer({ canDecline: false })] })));
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await page.getByRole('button', { name: 'Decline' }).count()).toBe(0);
  });

  it('turns urgent in the last third by the hub’s clock, even if the local clock is wrong', async () => {
    const wrong = 5 * 3_600_000;
    const hub = Date.now() + wrong;
    const snapshot = aSnapshot(
      { offers: [anOffer({ offeredAt: hub - 18_000, deadline: hub + 12_000 }, hub)] },
      hub,
    );
    const { page } = await openDesk(aMirror(snapshot, { skew: wrong }));
    const timer = page.getByRole('timer', { name: 'Time to answer' });
    await timer.waitFor();
    expect(Number(await timer.textContent())).toBeGreaterThan(10);
    expect(await timer.getAttribute('data-urgent')).toBeNull();
    await soon(() => timer.getAttribute('data-urgent')).not.toBeNull();
    expect(Number(await timer.textContent())).toBeLessThanOrEqual(10);
  });

  it('explains a refusal in plain language', async () => {
    const { page } = await openDesk(aMirror(aSnapshot({ offers: [anOffer()] })), {
      before: (shell) => shell.refuse('work.accept', 'TOO_LATE'),
    });
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('alert').filter({ hasText: 'Too late' }).waitFor();
  });
});
