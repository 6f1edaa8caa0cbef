/** The controls of `controls/field.tsx`, bound to a field of the form by its name. */
import type { ReactNode } from 'react';
import { useController } from 'react-hook-form';
import { CheckField, SelectField, TextArea, TextField } from '../../controls/field.tsx';

interface Bound {
  /** Where the value is, e.g. `settings.capacity`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

function useField(name: string) {
  const { field, fieldState } = useController({ name });
  const { value, ...rest } = field;
  return { ...rest, value: value as unknown, error: fieldState.error?.message };
}

export function FormText({ name, ...rest }: Bound & { readonly maxLength?: number }) {
  const { value, ...field } = useField(name);
  return <TextField {...field} {...rest} value={String(value ?? '')} autoComplete="off" />;
}

export function FormArea({ name, ...rest }: Bound) {
  const { value, ...field } = useField(name);
  return <TextArea {...field} {...rest} value={String(value ?? '')} rows={3} />;
}

/** A number; empty = `null`. */
export function FormNumber({ name, ...rest }: Bound & { readonly min: number; readonly max: number }) {
  const { value, onChange, ...field } = useField(name);
  return (
    <TextField
      {...field}
      {...rest}
      type="number"
      inputMode="numeric"
      value={value === null ? '' : Number(value)}
      onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
    />
  );
}

export function FormCheck({ name, ...rest }: Bound) {
  const { value, onChange, ...field } = useField(name);
  return (
    <CheckField
      {...field}
      {...rest}
      checked={value === true}
      onChange={({ target }) => onChange(target.checked)}
    />
  );
}

/** One of several values, which need not be strings; two are the same when their JSON is. */
export function FormSelect({
  name,
  options,
  ...rest
}: Bound & { readonly options: ReadonlyArray<{ readonly value: unknown; readonly text: string }> }) {
  const { value, onChange, ...field } = useField(name);
  const chosen = options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
  return (
    <SelectField
      {...field}
      {...rest}
      value={chosen}
      onChange={({ target }) => onChange(options[Number(target.value)]?.value ?? null)}
    >
      {options.map((option, index) => (
        <option key={index} value={index}>
          {option.text}
        </option>
      ))}
    </SelectField>
  );
}
