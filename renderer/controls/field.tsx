import { type ComponentProps, type ReactNode, useId } from 'react';
import css from './field.module.css';

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
}

function Frame({
  id,
  label,
  hint,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint}>
      <input
        {...rest}
        id={id}
        className={css.input}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    </Frame>
  );
}

export function TextArea({ label, hint, ...rest }: Labelled & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint}>
      <textarea
        {...rest}
        id={id}
        className={css.area}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    </Frame>
  );
}

export function SelectField({ label, hint, ...rest }: Labelled & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint}>
      <select
        {...rest}
        id={id}
        className={css.input}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    </Frame>
  );
}

export function CheckField({ label, hint, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className={css.check}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        className={css.box}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p className={css.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
