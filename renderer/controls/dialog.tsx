import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import css from './dialog.module.css';

/** A modal question. Escape and a click outside mean "no". */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.veil} />
        <Base.Popup className={css.popup}>
          <Base.Title className={css.title}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function DialogText({ children }: { readonly children: ReactNode }) {
  return <Base.Description className={css.text}>{children}</Base.Description>;
}

export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={css.buttons}>{children}</div>;
}

/** One of several answers, with its consequence. */
export function Choice({
  title,
  hint,
  onClick,
}: {
  readonly title: string;
  readonly hint: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className={css.choice} onClick={onClick}>
      <strong>{title}</strong>
      <span>{hint}</span>
    </button>
  );
}
