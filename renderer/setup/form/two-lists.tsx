/** What can be chosen and what is chosen, side by side. Enter or a double click moves, Alt+↑ and Alt+↓ order. */
import { type KeyboardEvent, useId, useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { Hidden } from '../../controls/hidden.tsx';
import { shift } from './shift.ts';
import css from './form.module.css';

export interface Listed {
  readonly id: string;
  readonly text: string;
}

interface Props {
  /** Where the ids of the chosen ones are. */
  readonly name: string;
  /** Names of the whole, of what can be chosen, and of what is chosen. */
  readonly label: string;
  readonly available: string;
  readonly selected: string;
  readonly all: readonly Listed[];
  readonly ordered?: boolean;
  readonly disabled?: boolean;
  readonly hint?: string | undefined;
}

export function TwoLists({
  name,
  label,
  available,
  selected,
  all,
  ordered = false,
  disabled = false,
  hint,
}: Props) {
  const { t } = useTranslation();
  const words = useId();
  const { field, fieldState } = useController({ name });
  const chosen = field.value as readonly string[];
  const [pickedLeft, setPickedLeft] = useState<readonly string[]>([]);
  const [pickedRight, setPickedRight] = useState<readonly string[]>([]);
  const left = all.filter(({ id }) => !chosen.includes(id));
  const add = () => {
    field.onChange([...chosen, ...pickedLeft]);
    setPickedLeft([]);
  };
  const remove = () => {
    field.onChange(chosen.filter((id) => !pickedRight.includes(id)));
    setPickedRight([]);
  };
  const move = (by: 1 | -1) => field.onChange(shift(chosen, pickedRight, by));
  const keys = (act: () => void, mayOrder: boolean) => (event: KeyboardEvent) => {
    if (event.key === 'Enter') act();
    else if (mayOrder && event.altKey && event.key === 'ArrowUp') move(-1);
    else if (mayOrder && event.altKey && event.key === 'ArrowDown') move(1);
    else return;
    event.preventDefault();
  };
  const error = fieldState.error?.message;
  return (
    <fieldset className={css.lists} disabled={disabled} aria-describedby={error || hint ? words : undefined}>
      <legend>
        <Hidden>{label}</Hidden>
      </legend>
      <Side
        label={available}
        items={left}
        picked={pickedLeft}
        onPick={setPickedLeft}
        onAct={add}
        onKeyDown={keys(add, false)}
      />
      <div className={css.between}>
        <Button onClick={add} disabled={pickedLeft.length === 0}>
          {t('setup.add')}
        </Button>
        <Button onClick={remove} disabled={pickedRight.length === 0}>
          {t('setup.remove')}
        </Button>
        {ordered && (
          <>
            <Button onClick={() => move(-1)} disabled={pickedRight.length === 0}>
              {t('setup.up')}
            </Button>
            <Button onClick={() => move(1)} disabled={pickedRight.length === 0}>
              {t('setup.down')}
            </Button>
          </>
        )}
      </div>
      <Side
        label={selected}
        items={chosen.map((id) => all.find((one) => one.id === id) ?? { id, text: id })}
        picked={pickedRight}
        onPick={setPickedRight}
        onAct={remove}
        onKeyDown={keys(remove, ordered)}
      />
      {(error || hint) && (
        <p id={words} className={error ? css.error : undefined}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  );
}

function Side({
  label,
  items,
  picked,
  onPick,
  onAct,
  onKeyDown,
}: {
  readonly label: string;
  readonly items: readonly Listed[];
  readonly picked: readonly string[];
  readonly onPick: (ids: readonly string[]) => void;
  readonly onAct: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const id = useId();
  return (
    <div className={css.side}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        multiple
        value={[...picked]}
        onChange={({ target }) => onPick([...target.selectedOptions].map(({ value }) => value))}
        onDoubleClick={onAct}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <option key={item.id} value={item.id}>
            {item.text}
          </option>
        ))}
      </select>
    </div>
  );
}
