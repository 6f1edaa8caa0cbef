/** The controls of `controls/field.tsx`, bound to a field of the form by its name. */
import { type ReactNode, useContext, useId, useState } from 'react';
import { useController } from 'react-hook-form';
import { CheckField, SelectField, TextArea, TextField } from '../../controls/field.tsx';
import { RangesOfForm } from './ranges.ts';
import css from './form.module.css';

interface Bound {
  /** Path of the value, e.g. `settings.capacity`. */
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

interface NumberBound extends Bound {
  /** Stored units per displayed unit: 1000 for thousandths. */
  readonly scale?: number;
}

/** A number within the range that the form has for it; empty = `null`. */
export function FormNumber({ name, scale = 1, ...rest }: NumberBound) {
  const { value, onChange, ...field } = useField(name);
  const range = useContext(RangesOfForm)[name];
  return (
    <TextField
      {...field}
      {...rest}
      type="number"
      min={range?.least}
      max={range?.most}
      step={scale === 1 ? 1 : 'any'}
      inputMode={scale === 1 ? 'numeric' : 'decimal'}
      value={value === null || value === undefined ? '' : Number(value) / scale}
      onChange={({ target }) => onChange(target.value === '' ? null : scaled(Number(target.value), scale))}
    />
  );
}

/** 0.07 × 1000 is 70 despite binary fractions; values finer than the scale stay fractions. */
function scaled(value: number, scale: number): number {
  const exact = value * scale;
  return Math.abs(exact - Math.round(exact)) < 1e-6 ? Math.round(exact) : exact;
}

/** Several texts, one per line, in their order. Empty lines are ignored. */
export function FormLines({ name, ...rest }: Bound) {
  const { value, onChange, ...field } = useField(name);
  const lines = value as readonly string[];
  // Keeps the empty last line while typing, until the field is left.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextArea
      {...field}
      {...rest}
      value={typed ?? lines.join('\n')}
      rows={5}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(
          target.value
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
      onBlur={() => {
        setTyped(null);
        field.onBlur();
      }}
    />
  );
}

/** An optional text: empty = `null`. */
export function FormOptionalText({ name, ...rest }: Bound & { readonly type?: 'text' | 'password' }) {
  const { value, onChange, ...field } = useField(name);
  return (
    <TextField
      {...field}
      {...rest}
      value={String(value ?? '')}
      onChange={({ target }) => onChange(target.value.trim() === '' ? null : target.value)}
      autoComplete={rest.type === 'password' ? 'new-password' : 'off'}
    />
  );
}

/** Switches a group of settings on, with its initial values, or off: `null`. */
export function FormGroup({ name, begin, ...rest }: Bound & { readonly begin: unknown }) {
  const { value, onChange, ...field } = useField(name);
  return (
    <CheckField
      {...field}
      {...rest}
      checked={value !== null}
      onChange={({ target }) => onChange(target.checked ? begin : null)}
    />
  );
}

/** Any number of a few options that are always visible. */
export function FormChoices({
  name,
  label,
  options,
  hint,
}: Bound & { readonly options: ReadonlyArray<{ readonly value: string; readonly text: string }> }) {
  const words = useId();
  const { value, onChange, error, name: field, ref } = useField(name);
  const chosen = value as readonly string[];
  const said = error ?? hint;
  return (
    <fieldset className={css.choices} aria-describedby={said ? words : undefined}>
      <legend>{label}</legend>
      {options.map((option, index) => (
        <CheckField
          key={option.value}
          {...(index === 0 && { ref })}
          name={field}
          label={option.text}
          checked={chosen.includes(option.value)}
          onChange={({ target }) =>
            onChange(
              target.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value),
            )
          }
        />
      ))}
      {said && (
        <p id={words} className={error ? css.error : undefined}>
          {said}
        </p>
      )}
    </fieldset>
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
  onChosen,
  ...rest
}: Bound & {
  readonly options: ReadonlyArray<{ readonly value: unknown; readonly text: string }>;
  /** Side effects of a choice. */
  readonly onChosen?: (value: unknown) => void;
}) {
  const { value, onChange, ...field } = useField(name);
  const chosen = options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
  return (
    <SelectField
      {...field}
      {...rest}
      value={chosen}
      onChange={({ target }) => {
        const picked = options[Number(target.value)]?.value ?? null;
        onChange(picked);
        onChosen?.(picked);
      }}
    >
      {options.map((option, index) => (
        <option key={index} value={index}>
          {option.text}
        </option>
      ))}
    </SelectField>
  );
}
