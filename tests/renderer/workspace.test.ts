import { describe, expect, it } from 'vitest';
import { soon, useDesks } from './open-desk.ts';
import { narrow } from './desk.ts';
import { aCall, aMirror, anotherChat, aSnapshot, openChat } from './world.ts';

const openDesk = useDesks();
const withTabs = (tabs: string[], active: string | null) => {
  const mirror = aMirror(aSnapshot({ work: [openChat(), anotherChat(), aCall()] }));
  return { ...mirror, settings: { ...mirror.settings, workspace: { tabs, active } } };
};

describe('the workspace', () => {
  it('opens from the list, and a reload keeps the tabs and their order', async () => {
    const { page } = await openDesk(withTabs([], null));
    const list = page.getByRole('list', { name: 'My work' });
    await list.getByRole('listitem', { name: 'Carla Nowak, Change of address' }).click();
    await list.getByRole('listitem', { name: /Ben Okafor/ }).click();
    await page.getByRole('tab', { name: 'Ben Okafor', selected: true }).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Ben Okafor', selected: true }).waitFor();
    expect(await page.getByRole('tablist', { name: 'Open work' }).getByRole('tab').allInnerTexts()).toEqual([
      expect.stringContaining('Carla'),
      expect.stringContaining('Ben'),
    ]);
  });

  it('is navigated and reordered from the keyboard', async () => {
    const { page, shell } = await openDesk(withTabs(['w-1', 'w-2', 'w-3'], 'w-1'));
    await page.keyboard.press('Control+2');
    await page.getByRole('tab', { name: 'Carla Nowak', selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Dmitri Vale', selected: true }).waitFor();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await soon(() => shell.mirror.settings.workspace.tabs).toEqual(['w-1', 'w-3', 'w-2']);
  });

  it('asks before it closes a live conversation, but not for a call', async () => {
    const { page, shell } = await openDesk(withTabs(['w-1', 'w-3'], 'w-1'));
    await page.getByRole('tab', { name: 'Ben Okafor' }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Close tab' }).click();
    await soon(() => shell.mirror.settings.workspace).toEqual({ tabs: ['w-3'], active: 'w-3' });
    await page.getByRole('tab', { name: 'Dmitri Vale' }).focus();
    await page.keyboard.press('Delete');
    await soon(() => shell.mirror.settings.workspace.tabs).toEqual([]);
  });

  it('opens auto-accepted work behind the open tab, and announces it', async () => {
    const { page, shell } = await openDesk(withTabs(['w-1'], 'w-1'));
    const come = openChat({
      agentWorkId: 'aw-9',
      workItemId: 'w-9',
      customer: 'Farah Idris',
      autoAccepted: true,
    });
    shell.pushSnapshot({ work: [openChat(), anotherChat(), aCall(), come] });
    await page.getByText('Opened for you: Farah Idris').waitFor();
    await page.getByRole('tab', { name: 'Farah Idris', selected: false }).waitFor();
    await page.getByRole('tab', { name: 'Ben Okafor', selected: true }).waitFor();
  });

  it('closes the tab of work that has ended', async () => {
    const { page, shell } = await openDesk(withTabs(['w-1', 'w-2'], 'w-1'));
    await page.getByRole('tab', { name: 'Ben Okafor' }).waitFor();
    shell.pushSnapshot({ work: [anotherChat()] });
    await page.getByRole('tab', { name: 'Carla Nowak', selected: true }).waitFor();
    expect(await page.getByRole('tab').count()).toBe(1);
  });

  it('covers the list in a narrow window, with a way back', async () => {
    const { page } = await openDesk(withTabs(['w-1'], 'w-1'), { viewport: narrow });
    await page
      .getByRole('listitem', { name: /Ben Okafor/ })
      .getByRole('button')
      .click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    expect(await page.getByRole('list', { name: 'My work' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('list', { name: 'My work' }).waitFor();
  });
});
