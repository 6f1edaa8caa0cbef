import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Waits until nothing fades in or out: half-faded text has too little contrast. The countdown of an offer moves every
 * second for as long as it runs.
 */
async function atRest(page: Page): Promise<void> {
  const moving = `document.getAnimations().some(({ playState, effect, transitionProperty }) =>
    playState === 'running' && transitionProperty !== 'stroke-dashoffset' && effect.getComputedTiming().iterations !== Infinity)`;
  await expect.poll(() => page.evaluate(moving)).toBe(false);
}

/** Nothing that axe calls serious or critical is on the page once it is at rest. `where` is said when there is. */
export async function expectClean(page: Page, where?: string): Promise<void> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
    );
  expect(found, where).toEqual([]);
}
