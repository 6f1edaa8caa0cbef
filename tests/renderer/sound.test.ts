import { describe, expect, it } from 'vitest';
import type { Cue } from '#core/contract/bridge.ts';
import { afterPlaying, loudness, LOUDNESS_WINDOW_S } from '../support/loudness.ts';
import { soon, useDesks } from './open-desk.ts';
import { aMirror, aSnapshot } from './world.ts';

const openDesk = useDesks();

const ring = (patch: Partial<Cue> = {}): Cue => ({
  id: 'ring-1',
  what: 'work-request',
  url: '/sounds/work-request.wav',
  fallbackUrl: '/sounds/work-request.wav',
  loop: true,
  until: Date.now() + 20_000,
  volume: 0.8,
  sinkId: '',
  ...patch,
});

/** The page gets one user gesture, so the browser allows sound. */
async function listening(before?: Parameters<typeof openDesk>[1]) {
  const desk = await openDesk(aMirror(aSnapshot()), before);
  await desk.page.mouse.click(640, 500);
  await soon(() => desk.shell.callsOf('window.report').at(-1)).toMatchObject({ audio: 'running' });
  await loudness(desk.page);
  return desk;
}
const outcomes = (calls: readonly unknown[]) => calls.map((call) => (call as { outcome: string }).outcome);

describe('the player', () => {
  it('rings while the cue is there and is silent within half a second when it is gone', async () => {
    const { page, shell } = await listening();
    shell.push((mirror) => ({ ...mirror, cues: [ring()] }));
    await soon(() => loudness(page)).toBeGreaterThan(0.1);
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['playing']);
    // Longer than the file.
    await afterPlaying(page, 2);
    await soon(() => loudness(page)).toBeGreaterThan(0.1);
    shell.push((mirror) => ({ ...mirror, cues: [] }));
    await afterPlaying(page, 0.5 + LOUDNESS_WINDOW_S);
    expect(await loudness(page)).toBeLessThan(0.001);
    expect(outcomes(shell.callsOf('player.report'))).toEqual(['playing']);
  });

  it('case 22: loops a short file cleanly: it continues past its end and never overlaps itself', async () => {
    const { page, shell } = await listening();
    /** The peak loudness within the given time. */
    const loudest = async (milliseconds: number) => {
      let most = 0;
      for (const end = Date.now() + milliseconds; Date.now() < end;)
        most = Math.max(most, await loudness(page));
      return most;
    };
    // The file is 1.6 s long; the same cue arrives with every push, as while an offer rings.
    shell.push((mirror) => ({ ...mirror, cues: [ring()] }));
    await soon(() => loudness(page)).toBeGreaterThan(0.1);
    const once = await loudest(1_500);
    for (let push = 0; push < 6; push++) {
      shell.push((mirror) => ({ ...mirror, cues: [ring()] }));
      await afterPlaying(page, 0.25);
    }
    const later = await loudest(2_500);
    expect(later).toBeGreaterThan(0.1);
    expect(later).toBeLessThan(once * 1.2);
  });

  it('decodes a sound once, however often it rings, because browsers do not fully release decoded audio', async () => {
    const { page, shell } = await listening();
    await page.evaluate(`
      window.decodedSounds = 0;
      const { decodeAudioData } = BaseAudioContext.prototype;
      BaseAudioContext.prototype.decodeAudioData = function (...given) {
        window.decodedSounds += 1;
        return decodeAudioData.apply(this, given);
      };
    `);
    const decoded = () => page.evaluate('window.decodedSounds');
    for (let time = 1; time <= 5; time++) {
      shell.push((mirror) => ({ ...mirror, cues: [ring({ id: `ring-${time}` })] }));
      await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(Array(time).fill('playing'));
      await soon(() => loudness(page)).toBeGreaterThan(0.1);
      shell.push((mirror) => ({ ...mirror, cues: [] }));
      await soon(() => loudness(page)).toBeLessThan(0.001);
    }
    expect(await decoded()).toBe(1);
    // A sound that has rung before rings with the loudness and duration now requested.
    const once = ring({ id: 'once', loop: false, until: null, volume: 0.2 });
    shell.push((mirror) => ({ ...mirror, cues: [once] }));
    await soon(() => outcomes(shell.callsOf('player.report')).slice(5)).toEqual(['playing', 'ended']);
    expect(await decoded()).toBe(1);
  });

  it('stops ringing automatically when its time is over', async () => {
    const { page, shell } = await listening();
    shell.push((mirror) => ({ ...mirror, cues: [ring({ until: Date.now() + 1_200 })] }));
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['playing', 'ended']);
    await afterPlaying(page, LOUDNESS_WINDOW_S);
    expect(await loudness(page)).toBeLessThan(0.001);
  });

  it('falls back to the system device while the ringing device is unplugged, and then returns to it', async () => {
    const { page, shell } = await listening();
    // Test machines have no headset: the browser gets a simulated list of devices.
    await page.evaluate(`
      window.outputs = ['headset'];
      window.sink = '';
      Object.defineProperty(AudioContext.prototype, 'sinkId', { get: () => window.sink });
      AudioContext.prototype.setSinkId = async (id) => {
        if (id !== '' && !window.outputs.includes(id)) throw new DOMException('gone', 'NotFoundError');
        window.sink = id;
      };
      navigator.mediaDevices.enumerateDevices = async () =>
        window.outputs.map((deviceId) => ({ kind: 'audiooutput', deviceId }));
      window.plug = (outputs) => {
        window.outputs = outputs;
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      };
    `);
    const sink = () => page.evaluate('window.sink');
    shell.push((mirror) => ({ ...mirror, cues: [ring({ sinkId: 'headset' })] }));
    await soon(sink).toBe('headset');
    await page.evaluate('window.plug([])');
    await soon(sink).toBe('');
    await page.evaluate(`window.plug(['headset'])`);
    await soon(sink).toBe('headset');
  });

  it('case 4: falls back when the file cannot be played, and says when nothing can', async () => {
    const { page, shell, complaints } = await listening();
    shell.push((mirror) => ({ ...mirror, cues: [ring({ url: '/sounds/missing.wav' })] }));
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['fell-back']);
    await soon(() => loudness(page)).toBeGreaterThan(0.1);
    shell.push((mirror) => ({
      ...mirror,
      cues: [ring({ id: 'ring-2', url: '/sounds/missing.wav', fallbackUrl: '/sounds/missing-too.wav' })],
    }));
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['fell-back', 'failed']);
    expect(complaints.every((words) => words.includes('404'))).toBe(true);
    (complaints as string[]).length = 0;
  });

  it('case 3: waits for the gesture that the browser requires, with a prominent button', async () => {
    const mirror = aMirror(aSnapshot(), { cues: [ring()] });
    const { page, shell } = await openDesk({
      ...mirror,
      capabilities: { ...mirror.capabilities, soundWithoutClick: false },
    });
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['blocked']);
    await page.getByRole('button', { name: 'Enable sound' }).click();
    await soon(() => outcomes(shell.callsOf('player.report'))).toEqual(['blocked', 'playing']);
    await soon(() => page.getByRole('button', { name: 'Enable sound' }).count()).toBe(0);
  });

  it('delivers the first click where it was aimed: nothing moves under the pointer before it ends', async () => {
    const mirror = aMirror(aSnapshot());
    const { page, shell } = await openDesk({
      ...mirror,
      capabilities: { ...mirror.capabilities, soundWithoutClick: false },
    });
    await page.getByRole('button', { name: 'Enable sound' }).waitFor();
    await page.mouse.move(640, 500);
    await page.mouse.down();
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    expect(shell.callsOf('window.report').at(-1)).not.toMatchObject({ audio: 'running' });
    expect(await page.getByRole('button', { name: 'Enable sound' }).count()).toBe(1);
    await page.mouse.up();
    await soon(() => page.getByRole('button', { name: 'Enable sound' }).count()).toBe(0);
  });

  it('reports the result of the test sound', async () => {
    const { page, shell } = await listening();
    shell.answer('player.test', () => {
      shell.push((mirror) => ({
        ...mirror,
        cues: [ring({ id: 'test', what: 'test', url: '/sounds/message.wav', loop: false, until: null })],
      }));
      return {};
    });
    await page.getByRole('link', { name: 'Preferences' }).click();
    await page.getByRole('button', { name: 'Test sound' }).click();
    await page.getByText('The sound was played.').waitFor();
  });
});
