import type { Page } from 'playwright-core';

/** The loudest sample of the last moments, as the speakers get it. */
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
