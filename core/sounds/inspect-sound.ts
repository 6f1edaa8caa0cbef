/**
 * Detects the type of an audio file from its content, never from its name, and its duration. Supports the six types
 * that a notification sound may have (Salesforce): AAC (ADTS), FLAC, MP3, Ogg Vorbis, Ogg Opus, WAV. Reads headers
 * only.
 */

type SoundKind = 'aac' | 'flac' | 'mp3' | 'ogg' | 'opus' | 'wav';

export interface SoundFacts {
  readonly kind: SoundKind;
  /** MIME type for browsers. */
  readonly contentType: string;
  readonly seconds: number;
}

const contentTypes: Readonly<Record<SoundKind, string>> = {
  aac: 'audio/aac',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
};

/** Type and duration of a sound; `null` when it is none of these types, or is broken. */
export function inspectSound(bytes: Uint8Array): SoundFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = wav(view) ?? flac(view) ?? ogg(view) ?? frames(view);
  if (!found || !Number.isFinite(found.seconds) || found.seconds <= 0) return null;
  return { ...found, contentType: contentTypes[found.kind] };
}

type Found = Pick<SoundFacts, 'kind' | 'seconds'> | null;

const says = (view: DataView, at: number, words: string) =>
  at + words.length <= view.byteLength &&
  [...words].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0));

function wav(view: DataView): Found {
  if (!says(view, 0, 'RIFF') || !says(view, 8, 'WAVE')) return null;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    if (says(view, at, 'fmt ') && at + 20 <= view.byteLength) bytesPerSecond = view.getUint32(at + 16, true);
    if (says(view, at, 'data')) {
      // A recorder that was interrupted leaves a declared size larger than the data.
      const there = Math.min(size, view.byteLength - at - 8);
      return bytesPerSecond > 0 ? { kind: 'wav', seconds: there / bytesPerSecond } : null;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

function flac(view: DataView): Found {
  const STREAM_INFO = 8;
  if (!says(view, 0, 'fLaC') || view.byteLength < STREAM_INFO + 34) return null;
  const rate = view.getUint32(STREAM_INFO + 10) >>> 12;
  const samples = (view.getUint8(STREAM_INFO + 13) & 0x0f) * 2 ** 32 + view.getUint32(STREAM_INFO + 14);
  return rate > 0 ? { kind: 'flac', seconds: samples / rate } : null;
}

/** Opus always counts at 48 kHz, whatever the recording rate. */
const OPUS_RATE = 48_000;

function ogg(view: DataView): Found {
  if (!says(view, 0, 'OggS') || view.byteLength < 28) return null;
  const first = 27 + view.getUint8(26);
  const opus = says(view, first, 'OpusHead') && first + 12 <= view.byteLength;
  if (!opus && !(says(view, first, '\x01vorbis') && first + 16 <= view.byteLength)) return null;
  const rate = opus ? OPUS_RATE : view.getUint32(first + 12, true);
  const skipped = opus ? view.getUint16(first + 10, true) : 0;
  // The last page holds the total number of samples.
  for (let at = view.byteLength - 27; at >= 0; at--) {
    if (!says(view, at, 'OggS')) continue;
    const samples = Number(view.getBigInt64(at + 6, true));
    if (samples < 0) continue;
    return { kind: opus ? 'opus' : 'ogg', seconds: Math.max(0, samples - skipped) / rate };
  }
  return null;
}

/** MP3 and AAC are a sequence of frames, after optional tags. */
function frames(view: DataView): Found {
  let at = 0;
  while (says(view, at, 'ID3') && at + 10 <= view.byteLength) {
    const size = [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + (view.getUint8(at + byte) & 0x7f), 0);
    at += 10 + size;
  }
  return rowOf(view, at, adtsFrame, 'aac') ?? rowOf(view, at, mp3Frame, 'mp3');
}

interface Frame {
  readonly bytes: number;
  readonly seconds: number;
}

/** A sequence counts when at least three frames follow each other, or the file is exactly its frames. */
const ENOUGH_FRAMES = 3;

function rowOf(
  view: DataView,
  from: number,
  frameAt: (view: DataView, at: number) => Frame | null,
  kind: SoundKind,
): Found {
  let seconds = 0;
  let count = 0;
  let at = from;
  for (let frame = frameAt(view, at); frame; frame = frameAt(view, at)) {
    seconds += frame.seconds;
    count += 1;
    at += frame.bytes;
  }
  return count >= ENOUGH_FRAMES || (count > 0 && at >= view.byteLength) ? { kind, seconds } : null;
}

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

function adtsFrame(view: DataView, at: number): Frame | null {
  if (at + 7 > view.byteLength) return null;
  // Twelve ones, then a layer that is always 0: this distinguishes it from MP3.
  if (view.getUint8(at) !== 0xff || (view.getUint8(at + 1) & 0xf6) !== 0xf0) return null;
  const rate = aacRates[(view.getUint8(at + 2) >> 2) & 0x0f];
  const bytes =
    ((view.getUint8(at + 3) & 0x03) << 11) | (view.getUint8(at + 4) << 3) | (view.getUint8(at + 5) >> 5);
  const blocks = (view.getUint8(at + 6) & 0x03) + 1;
  if (rate === undefined || bytes < 7) return null;
  return { bytes, seconds: (1024 * blocks) / rate };
}

/** Kilobits per second by index, for layer III of MPEG 1 and of MPEG 2. */
const mp3Rates = {
  first: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  second: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const mp3Samples = [44_100, 48_000, 32_000];

function mp3Frame(view: DataView, at: number): Frame | null {
  if (at + 4 > view.byteLength) return null;
  const [first, second, third] = [view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2)];
  const version = (second >> 3) & 0x03;
  const layer = (second >> 1) & 0x03;
  if (first !== 0xff || (second & 0xe0) !== 0xe0 || version === 1 || layer !== 1) return null;
  const isFirst = version === 3;
  const kilobits = (isFirst ? mp3Rates.first : mp3Rates.second)[third >> 4];
  const base = mp3Samples[(third >> 2) & 0x03];
  if (!kilobits || base === undefined) return null;
  // MPEG 2 halves the rate, MPEG 2.5 halves it again.
  const rate = base / (isFirst ? 1 : version === 2 ? 2 : 4);
  const samples = isFirst ? 1152 : 576;
  const bytes = Math.floor((samples / 8) * ((kilobits * 1000) / rate)) + ((third >> 1) & 1);
  return { bytes, seconds: samples / rate };
}
