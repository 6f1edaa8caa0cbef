import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render, sounds, wav } from './make-sounds.ts';

/** Reads a WAV file the way a player does: by its header, not by what we meant to write. */
function decode(file: Buffer) {
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
  const rate = file.readUInt32LE(24);
  const count = file.readUInt32LE(40) / 2;
  const samples = Array.from({ length: count }, (_, index) => file.readInt16LE(44 + index * 2) / 32_768);
  return {
    format: file.readUInt16LE(20),
    channels: file.readUInt16LE(22),
    bits: file.readUInt16LE(34),
    rate,
    samples,
  };
}

describe.each(sounds)('the sound $name', (sound) => {
  const file = readFileSync(new URL(`${sound.name}.wav`, import.meta.url));
  const { samples, ...header } = decode(file);

  it('is a small mono file that every browser plays', () => {
    expect(header).toEqual({ format: 1, channels: 1, bits: 16, rate: 44_100 });
    expect(file.length).toBe(44 + samples.length * 2);
    expect(samples.length / header.rate).toBeCloseTo(sound.seconds, 3);
  });

  it('is heard, and never clips', () => {
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.3);
    expect(peak).toBeLessThan(1);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    expect(Math.sqrt(power)).toBeGreaterThan(0.02);
  });

  it('begins and ends in silence, so that it loops without a click', () => {
    for (const sample of [...samples.slice(0, 100), ...samples.slice(-100)])
      expect(Math.abs(sample)).toBeLessThan(0.01);
  });

  it('is what the recipe makes', () => {
    expect(wav(render(sound)).equals(file)).toBe(true);
  });
});
