/** What somebody in front of the machine hears. */
import type { Desktop } from './desktop.ts';

/** Listens for two seconds and a half at the window that rings; sooner when there is something. */
export async function heardOf(desktop: Desktop): Promise<{ state: string; heard: boolean }> {
  const ringer = await desktop.page('ringer');
  return ringer.evaluate(async () => {
    const { context, masterGain } = window.__onqueueAudio!;
    const analyser = context.createAnalyser();
    masterGain.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (const end = Date.now() + 2_500; Date.now() < end && loudest < 0.005;) {
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return { state: context.state, heard: loudest >= 0.005 };
  });
}
