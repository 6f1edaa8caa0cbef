/** Shoots every state of the agent's page into docs/screenshots/: wide and narrow, light and dark, English and Korean. */
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { narrow, openDesk, wide } from '../renderer/desk.ts';
import { inKorean } from '../renderer/in-korean.ts';
import { type State, states } from '../renderer/states.ts';

interface Look {
  readonly size: 'wide' | 'narrow';
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'ko';
}

/** States whose text wraps differently in Korean; the others differ by text only. */
const inBothLanguages = new Set([
  'offer',
  'conversation',
  'wrap-up',
  'status-menu',
  'missed',
  'why-no-work',
  'preferences',
  'welcome',
  'going-offline',
  'offer-window',
  'offer-window-several',
  'offer-window-declining',
  'certificate',
]);

const looks: readonly Look[] = (['wide', 'narrow'] as const).flatMap((size) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['en', 'ko'] as const).map((language) => ({ size, theme, language })),
  ),
);

async function shoot(browser: Browser, state: State, look: Look, folder: string): Promise<void> {
  const mirror = state.mirror();
  const desk = await openDesk(browser, look.language === 'ko' ? inKorean(mirror) : mirror, {
    viewport: state.window ? offerWindow : look.size === 'wide' ? wide : narrow,
    window: state.window,
    colorScheme: look.theme,
    locale: look.language === 'ko' ? 'ko-KR' : 'en-GB',
    before: state.before,
    ready: state.ready,
  });
  try {
    await state.act?.(desk.page, desk.shell);
    await desk.page.mouse.move(0, 0);
    if (state.window) await fit(desk.page);
    await desk.page.waitForTimeout(400);
    const name = `${state.name}.${look.size}.${look.theme}.${look.language}.png`;
    await desk.page.screenshot({ path: `${folder}/${name}` });
  } finally {
    await desk.leave();
  }
}

/** The shell makes the window as tall as its content. */
const offerWindow = { width: 380, height: 800 };
async function fit(page: Page): Promise<void> {
  const height = await page
    .locator('main > div')
    .evaluate((content: { scrollHeight: number }) => content.scrollHeight);
  await page.setViewportSize({ ...offerWindow, height });
}

/** `only` = part of a file name, to shoot a few. */
export async function shootAgentGallery(browser: Browser, folder: string, only = ''): Promise<number> {
  await mkdir(folder, { recursive: true });
  let shots = 0;
  for (const state of states)
    for (const look of looks) {
      // The small window has one width.
      if (state.window && look.size === 'wide') continue;
      if (look.language === 'ko' && (look.theme === 'dark' || !inBothLanguages.has(state.name))) continue;
      if (!`${state.name}.${look.size}.${look.theme}.${look.language}`.includes(only)) continue;
      await shoot(browser, state, look, folder);
      shots += 1;
    }
  return shots;
}
