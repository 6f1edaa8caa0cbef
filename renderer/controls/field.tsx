import { type ComponentProps, type ReactNode, useId } from 'react';
import css from './field.module.css';

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value, as text. */
  readonly error?: string | undefined;
}

/** Associates the text under a control with it. */
const described = (id: string, { hint, error }: Omit<Labelled, 'label'>) => ({
  'aria-invalid': error !== undefined || undefined,
  'aria-describedby':
    [error !== undefined && `${id}-error`, hint !== undefined && `${id}-hint`].filter(Boolean).join(' ') ||
    undefined,
});

function Words({ id, hint, error }: Omit<Labelled, 'label'> & { readonly id: string }) {
  return (
    <>
      {error !== undefined && (
        <p className={css.error} id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

function Frame({
  id,
  label,
  children,
  ...words
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children}
      <Words id={id} {...words} />
    </div>
  );
}

export function TextField({ label, hint, error, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input {...rest} id={id} className={css.input} {...described(id, { hint, error })} />
    </Frame>
  );
}

export function TextArea({ label, hint, error, ...rest }: Labelled & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea {...rest} id={id} className={css.area} {...described(id, { hint, error })} />
    </Frame>
  );
}

export function SelectField({ label, hint, error, ...rest }: Labelled & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...rest} id={id} className={css.input} {...described(id, { hint, error })} />
    </Frame>
  );
}

export function CheckField({ label, hint, error, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className={css.check}>
      <input {...rest} id={id} type="checkbox" className={css.box} {...described(id, { hint, error })} />
      <div>
        <label htmlFor={id}>{label}</label>
        <Words id={id} hint={hint} error={error} />
      </div>
    </div>
  );
}
