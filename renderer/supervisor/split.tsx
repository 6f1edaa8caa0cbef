import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button.tsx';
import css from './split.module.css';

/** A table with its tools above, and the panel of the opened row beside it. */
export function Split({
  tools,
  children,
  side,
}: {
  readonly tools: ReactNode;
  readonly children: ReactNode;
  readonly side: ReactNode;
}) {
  return (
    <div className={css.split}>
      <div className={css.main}>
        <div className={css.tools}>{tools}</div>
        <div className={css.table}>{children}</div>
      </div>
      {side}
    </div>
  );
}

/** The panel of one row. */
export function Side({
  label,
  title,
  onClose,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <aside aria-label={label} className={css.side}>
      <header className={css.title}>
        <h2>{title}</h2>
        <IconButton icon="close" label={t('app.close')} onClick={onClose} />
      </header>
      {children}
    </aside>
  );
}

export function SideSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
