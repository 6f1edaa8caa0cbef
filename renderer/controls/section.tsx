import type { ReactNode } from 'react';
import css from './section.module.css';

/** A titled section of a settings page. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={css.section}>
      <h2>{title}</h2>
      <div className={css.card}>{children}</div>
    </section>
  );
}
