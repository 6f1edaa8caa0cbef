import { describe, expect, it } from 'vitest';
import { soon, useDesks } from './open-desk.ts';
import { aMirror, anOffer, aSnapshot, openChat } from './world.ts';

const openDesk = useDesks();

describe('the language', () => {
  it('follows the system, and Korean names are complete', async () => {
    const mirror = aMirror(aSnapshot({ offers: [anOffer()], work: [openChat()] }));
    const { page } = await openDesk(
      { ...mirror, settings: { ...mirror.settings, workspace: { tabs: ['w-1'], active: 'w-1' } } },
      { locale: 'ko-KR' },
    );
    await page.getByRole('region', { name: '들어온 업무' }).getByRole('button', { name: '수락' }).waitFor();
    await page.getByRole('list', { name: '내 업무' }).waitFor();
    await page.getByRole('textbox', { name: '메시지' }).waitFor();
    await page.getByRole('button', { name: '대화 종료' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    expect(await page.locator('body').innerText()).not.toMatch(/\b[a-z]+\.[a-zA-Z]+\b(?!\.example)/);
  });

  it('changes at once, together with the theme', async () => {
    const { page } = await openDesk();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Preferences' }).click();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await soon(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ko');
    await page.getByRole('heading', { name: '환경설정' }).waitFor();
    await page.getByRole('combobox', { name: '언어' }).selectOption('en');
    await page.getByRole('heading', { name: 'Preferences' }).waitFor();
  });
});
