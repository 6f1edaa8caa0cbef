import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectSound } from './inspect-sound.ts';

const bytes = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );
const le = (value: number, size: number) =>
  Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256);
const be = (value: number, size: number) => le(value, size).reverse();
const times = (count: number, frame: readonly number[]) => Array.from({ length: count }, () => frame).flat();

const wav = (rate: number, size: number, more: readonly number[] = []) =>
  bytes(
    'RIFF',
    le(36 + size, 4),
    'WAVE',
    more,
    'fmt ',
    le(16, 4),
    le(1, 2),
    le(1, 2),
    le(rate, 4),
    le(rate, 4),
    le(1, 2),
    le(8, 2),
    'data',
    le(size, 4),
    times(size, [128]),
  );
/** STREAMINFO: block and frame sizes, then 20 bits rate, 3 channels, 5 depth, 36 samples. */
const flac = (rate: number, samples: number) =>
  bytes('fLaC', [0x80, 0, 0, 34], times(10, [0]), be(rate * 16, 3), [0xf0], be(samples, 4), times(16, [0]));
const page = (granule: number, body: readonly number[]) => [
  ...bytes('OggS', [0, 2], le(granule, 8), times(12, [0]), [1, body.length], body),
];
const opus = (samples: number, skip: number) =>
  bytes(page(0, [...bytes('OpusHead', [1, 1], le(skip, 2), le(48_000, 4), [0, 0, 0])]), page(samples, [0]));
const vorbis = (rate: number, samples: number) =>
  bytes(page(0, [...bytes('\x01vorbis', le(0, 4), [1], le(rate, 4), times(14, [0]))]), page(samples, [0]));
/** MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 1152 samples each. */
const mp3Frame = [0xff, 0xfb, 0x90, 0x00, ...times(413, [0])];
/** AAC LC, 44.1 kHz, 100 bytes, one block. */
const aacFrame = [0xff, 0xf1, 0x50, 0x80, 100 >> 3, ((100 & 7) << 5) | 0x1f, 0xfc, ...times(93, [0])];
const id3 = [...bytes('ID3', [4, 0, 0, 0, 0, 0, 20], times(20, [0]))];

describe('detects the type and the duration', () => {
  test.each([
    ['WAV', wav(8_000, 16_000), 'wav', 2],
    ['WAV with a chunk before', wav(8_000, 8_000, [...bytes('LIST', le(3, 4), 'abc', [0])]), 'wav', 1],
    ['FLAC', flac(44_100, 44_100 * 3), 'flac', 3],
    ['Ogg Vorbis', vorbis(22_050, 22_050 * 4), 'ogg', 4],
    ['Ogg Opus, without what is skipped', opus(48_000 * 2 + 312, 312), 'opus', 2],
    ['MP3', bytes(times(100, mp3Frame)), 'mp3', (100 * 1152) / 44_100],
    ['MP3 after a tag', bytes(id3, times(10, mp3Frame)), 'mp3', (10 * 1152) / 44_100],
    ['AAC', bytes(times(43, aacFrame)), 'aac', (43 * 1024) / 44_100],
  ])('%s', (_, file, kind, seconds) => {
    const facts = inspectSound(file);
    expect(facts?.kind).toBe(kind);
    expect(facts?.seconds).toBeCloseTo(seconds, 6);
  });

  test('the built-in sound', () => {
    const file = readFileSync(new URL('../../assets/sounds/work-request.wav', import.meta.url));
    expect(inspectSound(file)).toMatchObject({ kind: 'wav', contentType: 'audio/wav' });
  });
});

test.each([
  ['nothing', bytes()],
  ['a page', bytes('<!doctype html><script>')],
  ['a picture', bytes([0x89], 'PNG\r\n', times(100, [0]))],
  ['a film', bytes(be(24, 4), 'ftypisom', times(100, [0]))],
  ['RIFF that is no WAVE', bytes('RIFF', le(100, 4), 'AVI ', times(100, [0]))],
  ['WAV without sound', wav(8_000, 0)],
  ['one frame in a page', bytes(mp3Frame, '<script>alert(1)</script>')],
  ['Ogg of something else', bytes(page(0, [...bytes('\x80theora', times(20, [0]))]), page(9, [0]))],
  ['FLAC of no length', flac(44_100, 0)],
])('%s is no sound', (_, file) => {
  expect(inspectSound(file)).toBeNull();
});

test('arbitrary bytes give facts or null, never an error or an infinite duration', () => {
  const heads = ['RIFF', 'fLaC', 'OggS', 'ID3', '\xff\xfb\x90', '\xff\xf1\x50'];
  fc.assert(
    fc.property(fc.constantFrom('', ...heads), fc.uint8Array({ maxLength: 300 }), (head, rest) => {
      const facts = inspectSound(bytes(head, [...rest]));
      expect(facts === null || (facts.seconds > 0 && Number.isFinite(facts.seconds))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
