import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The peak sample of the last moments, as output to the speakers. */
export const loudness = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const { context, masterGain } = window.__onqueueAudio;
    const ear = (window.ear ??= (() => {
      const analyser = context.createAnalyser();
      analyser.fftSize = 32768;
      masterGain.connect(analyser);
      return analyser;
    })());
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  })()`);

/** Waits until the page has played for this many seconds, sound or silence, by its audio clock. */
export const afterPlaying = async (page: Page, seconds: number): Promise<void> => {
  const now = () => page.evaluate<number>('window.__onqueueAudio.context.currentTime');
  const began = await now();
  await expect.poll(now, { interval: 40 }).toBeGreaterThan(began + seconds);
};

/** How long `loudness` still includes ended sound, in seconds: the length of its window. */
export const LOUDNESS_WINDOW_S = 0.8;

/** Whether this page outputs any sound within the given time; resolves as soon as it does. */
export const soundsWithin = (page: Page, milliseconds = 2_500): Promise<boolean> =>
  page.evaluate(`(async () => {
    const { context, masterGain } = window.__onqueueAudio;
    const analyser = context.createAnalyser();
    masterGain.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    for (const end = Date.now() + ${milliseconds}; Date.now() < end;) {
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.005)) return true;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return false;
  })()`);
