import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = new URL('../../dist/renderer/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const read = (path: string) => readFileSync(new URL(`.${path}`, dist));

/** Everything needed for the first paint: the entry and what it preloads. */
const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');

describe('the built page', () => {
  it('loads at most 250 kB of compressed script before it renders', () => {
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(250_000);
  });

  it('contains no inline script or style, so that a strict policy can serve it', () => {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  it('S20: contains no word lists: the hub judges passwords', () => {
    for (const path of scripts) expect(read(path).toString()).not.toMatch(/zxcvbn|qwertyuiop/);
  });

  it('contains no schema library: the shell has checked what it sends', () => {
    for (const path of scripts) expect(read(path).includes('_zod')).toBe(false);
  });
});
