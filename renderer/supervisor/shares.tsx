import type { BaseStatus } from '#core/vocabulary.ts';
import colour from '../presence/base-colour.module.css';
import css from './shares.module.css';

export interface Share {
  readonly text: string;
  /** The base whose colour it has. */
  readonly base: BaseStatus;
  readonly size: number;
}

/**
 * The parts of a whole, as one bar; a dash when there are none. `words` is its text alternative; without it the text
 * beside it serves.
 */
export function Shares({ parts, words }: { readonly parts: readonly Share[]; readonly words?: string }) {
  const whole = parts.reduce((sum, { size }) => sum + size, 0);
  if (whole === 0) return words === undefined ? null : <>–</>;
  const said =
    words === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': words, title: words };
  return (
    <span {...said} className={css.shares}>
      {parts.map(({ text, base, size }) => (
        <span
          key={`${base} ${text}`}
          className={colour.base}
          data-base={base}
          style={{ width: `${(size / whole) * 100}%` }}
        />
      ))}
    </span>
  );
}
