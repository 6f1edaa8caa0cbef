import type { BaseStatus } from '#core/vocabulary.ts';
import colour from './base-colour.module.css';
import css from './base-dot.module.css';

/** A base status as shape and colour: the shape alone is enough for colour-blind users. */
export function BaseDot({ base, size = 14 }: { readonly base: BaseStatus; readonly size?: number }) {
  return (
    <svg
      className={`${css.dot} ${colour.base}`}
      data-base={base}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden="true"
    >
      {base === 'available' && (
        <>
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path className={css.mark} d="M4.2 7.2l2 2 3.6-4" />
        </>
      )}
      {base === 'busy' && <circle cx="7" cy="7" r="6" fill="currentColor" />}
      {base === 'busy-dnd' && (
        <>
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path className={css.mark} d="M4.2 7h5.6" />
        </>
      )}
      {base === 'away' && (
        <>
          <circle className={css.ring} cx="7" cy="7" r="5" />
          <path d="M7 7V3.4A3.6 3.6 0 0 1 10.6 7z" fill="currentColor" />
        </>
      )}
      {base === 'offline' && <circle className={css.ring} cx="7" cy="7" r="5" />}
    </svg>
  );
}
