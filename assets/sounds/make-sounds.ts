/**
 * Makes the sounds of the application from sines, the same bytes every time: `node assets/sounds/make-sounds.ts`.
 * The recipe is in README.md. 16-bit mono WAV, 44.1 kHz.
 */
import { writeFileSync } from 'node:fs';

const RATE = 44_100;

/** One struck tone: a few partials that die away, each at its own speed. Times in seconds. */
interface Note {
  readonly at: number;
  readonly hertz: number;
  readonly seconds: number;
  /** 0–1, before everything is brought to the peak of its sound. */
  readonly loud: number;
}

interface Sound {
  readonly name: string;
  /** Whole length; what lies after the last note is the silence before a loop begins again. */
  readonly seconds: number;
  /** Highest sample, 0–1. */
  readonly peak: number;
  /** Share and decay of the partials: soft sounds have few, alarms more. */
  readonly partials: ReadonlyArray<readonly [multiple: number, share: number, decay: number]>;
  readonly notes: readonly Note[];
}

const marimba = [
  [1, 1, 5],
  [2, 0.22, 9],
  [3.93, 0.12, 16],
] as const;
const bell = [
  [1, 1, 3.2],
  [2, 0.4, 4.5],
  [3, 0.18, 7],
  [4.2, 0.08, 11],
] as const;
const reed = [
  [1, 1, 1.6],
  [2, 0.5, 2],
  [3, 0.33, 2.4],
  [4, 0.2, 3],
] as const;

const A4 = 440;
const tone = (semitones: number) => A4 * 2 ** (semitones / 12);

export const sounds: readonly Sound[] = [
  {
    name: 'work-request',
    seconds: 1.6,
    peak: 0.8,
    partials: bell,
    notes: [
      { at: 0.005, hertz: tone(3), seconds: 0.7, loud: 0.9 },
      { at: 0.17, hertz: tone(10), seconds: 0.9, loud: 1 },
      { at: 0.5, hertz: tone(3), seconds: 0.6, loud: 0.75 },
      { at: 0.67, hertz: tone(10), seconds: 0.85, loud: 0.85 },
    ],
  },
  {
    name: 'auto-accepted',
    seconds: 0.7,
    peak: 0.6,
    partials: marimba,
    notes: [
      { at: 0.005, hertz: tone(7), seconds: 0.4, loud: 0.8 },
      { at: 0.11, hertz: tone(12), seconds: 0.55, loud: 1 },
    ],
  },
  {
    name: 'connection-lost',
    seconds: 1.4,
    peak: 0.8,
    partials: reed,
    notes: [
      { at: 0.005, hertz: tone(0), seconds: 0.36, loud: 1 },
      { at: 0.4, hertz: tone(-4), seconds: 0.36, loud: 1 },
      { at: 0.8, hertz: tone(-9), seconds: 0.55, loud: 1 },
    ],
  },
  {
    name: 'connection-back',
    seconds: 0.9,
    peak: 0.55,
    partials: marimba,
    notes: [
      { at: 0.005, hertz: tone(-9), seconds: 0.4, loud: 0.8 },
      { at: 0.14, hertz: tone(-4), seconds: 0.4, loud: 0.9 },
      { at: 0.28, hertz: tone(3), seconds: 0.58, loud: 1 },
    ],
  },
  {
    name: 'message',
    seconds: 0.35,
    peak: 0.4,
    partials: marimba,
    notes: [{ at: 0.005, hertz: tone(15), seconds: 0.33, loud: 1 }],
  },
  {
    name: 'transfer-returned',
    seconds: 0.9,
    peak: 0.65,
    partials: bell,
    notes: [
      { at: 0.005, hertz: tone(10), seconds: 0.45, loud: 1 },
      { at: 0.2, hertz: tone(3), seconds: 0.65, loud: 0.9 },
    ],
  },
  {
    name: 'supervisor-alert',
    seconds: 1,
    peak: 0.7,
    partials: marimba,
    notes: [
      { at: 0.005, hertz: tone(5), seconds: 0.3, loud: 1 },
      { at: 0.16, hertz: tone(5), seconds: 0.3, loud: 0.9 },
      { at: 0.32, hertz: tone(14), seconds: 0.66, loud: 1 },
    ],
  },
];

const ATTACK = 0.006;
const RELEASE = 0.03;

/** Loudness of a note `t` seconds after it was struck: a soft attack, a release to nothing. */
const envelope = (t: number, seconds: number) =>
  Math.min(1, t / ATTACK) * Math.min(1, Math.max(0, (seconds - t) / RELEASE));

/** Samples of a sound, −1 to 1, brought to its peak. */
export function render({ seconds, peak, partials, notes }: Sound): Float64Array {
  const samples = new Float64Array(Math.round(seconds * RATE));
  for (const note of notes) {
    const first = Math.round(note.at * RATE);
    const count = Math.min(samples.length - first, Math.round(note.seconds * RATE));
    for (let index = 0; index < count; index += 1) {
      const t = index / RATE;
      let value = 0;
      for (const [multiple, share, decay] of partials)
        value += share * Math.exp(-decay * t) * Math.sin(2 * Math.PI * note.hertz * multiple * t);
      samples[first + index] = (samples[first + index] ?? 0) + note.loud * envelope(t, note.seconds) * value;
    }
  }
  const highest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return samples.map((sample) => (sample / highest) * peak);
}

/** A RIFF/WAVE file: 44 bytes of header, then 16-bit little-endian samples. */
export function wav(samples: Float64Array): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => data.writeInt16LE(Math.round(sample * 32_767), index * 2));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

if (import.meta.main)
  for (const sound of sounds)
    writeFileSync(new URL(`${sound.name}.wav`, import.meta.url), wav(render(sound)));
