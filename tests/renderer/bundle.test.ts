import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = new URL('../../dist/renderer/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const read = (path: string) => readFileSync(new URL(`.${path}`, dist));

/** Everything that the first paint needs: the entry and what it preloads. */
const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');

describe('the built page', () => {
  it('loads at most 250 kB of script, compressed, before it shows', () => {
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(250_000);
  });

  it('has no script and no style inside, so that a strict policy can serve it', () => {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  it('S20: carries no word lists: passwords are judged by the hub', () => {
    for (const path of scripts) expect(read(path).toString()).not.toMatch(/zxcvbn|qwertyuiop/);
  });

  it('carries no schema library: the shell has checked what it sends', () => {
    for (const path of scripts) expect(read(path).includes('_zod')).toBe(false);
  });
});
