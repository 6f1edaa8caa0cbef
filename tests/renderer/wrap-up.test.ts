import { describe, expect, it } from 'vitest';
import { soon, useDesks } from './open-desk.ts';
import { aMirror, aSnapshot, aWrapUp, openChat, statusNamed } from './world.ts';

const openDesk = useDesks();
const wrappingUp = () => {
  const mirror = aMirror(aSnapshot({ wrapUps: [aWrapUp()] }));
  return { ...mirror, settings: { ...mirror.settings, workspace: { tabs: ['w-1'], active: 'w-1' } } };
};

describe('the wrap-up', () => {
  it('replaces the composer, counts down and shows what happens next', async () => {
    const mirror = aMirror(aSnapshot({ work: [openChat()] }));
    const { page, shell } = await openDesk({
      ...mirror,
      settings: { ...mirror.settings, workspace: { tabs: ['w-1'], active: 'w-1' } },
    });
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    shell.pushSnapshot({ work: [], wrapUps: [aWrapUp()] });
    const region = page.getByRole('region', { name: 'After-conversation work' });
    await region.waitFor();
    expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    expect(await region.getByRole('timer', { name: 'After-conversation work' }).textContent()).toMatch(
      /^1:4\d$/,
    );
    await region.getByText('then: Available').waitFor();
    shell.pushSnapshot({ presence: { ...aSnapshot().presence, next: statusNamed('lunch') } });
    await region.getByText('then: Lunch').waitFor();
  });

  it('is extended as often as allowed', async () => {
    const { page, shell } = await openDesk(wrappingUp());
    await page.getByRole('button', { name: 'Extend 2:00 (2 left)' }).click();
    await soon(() => shell.callsOf('work.extendWrapUp')).toEqual([{ agentWorkId: 'aw-1' }]);
    shell.pushSnapshot({ wrapUps: [aWrapUp({ extensionsUsed: 2 })] });
    await soon(() => page.getByRole('button', { name: /^Extend/ }).count()).toBe(0);
  });

  it('sends the notes to the hub before it ends', async () => {
    const { page, shell } = await openDesk(wrappingUp());
    await page.getByRole('textbox', { name: 'Notes' }).fill('Parcel comes tomorrow');
    await page.getByRole('button', { name: 'All done' }).click();
    await soon(() => shell.callsOf('work.finishWrapUp').length).toBe(1);
    const paths = shell.calls.map(({ path }) => path);
    expect(paths.indexOf('work.saveNotes')).toBeLessThan(paths.indexOf('work.finishWrapUp'));
    expect(shell.callsOf('work.saveNotes')).toMatchObject([{ notes: 'Parcel comes tomorrow' }]);
  });

  it('keeps the notes through a status change', async () => {
    const { page, shell } = await openDesk(wrappingUp());
    shell.answer('work.saveNotes', ({ notes }: { notes: string }) => {
      shell.pushSnapshot({ wrapUps: [aWrapUp({ notes })] });
      return { version: shell.mirror.snapshot?.version ?? 0 };
    });
    const notes = page.getByRole('textbox', { name: 'Notes' });
    await notes.fill('Half a thou');
    shell.pushSnapshot({
      presence: { ...aSnapshot().presence, status: statusNamed('lunch'), effectiveBase: 'away' },
    });
    await page.getByRole('button', { name: 'Presence: Lunch' }).waitFor();
    expect(await notes.inputValue()).toBe('Half a thou');
    await soon(() => shell.callsOf('work.saveNotes').at(-1)).toMatchObject({ notes: 'Half a thou' });
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Solved');
    await soon(() => shell.callsOf('work.saveNotes').at(-1)).toEqual({
      agentWorkId: 'aw-1',
      notes: 'Half a thou',
      outcome: 'Solved',
    });
  });
});
