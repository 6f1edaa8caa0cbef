/**
 * Available and selected items side by side. Enter or a double click moves, Alt+↑ and Alt+↓ order. Long lists can be
 * searched; of thousands only the first hundreds are shown, with the number of the others.
 */
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { Hidden } from '../../controls/hidden.tsx';
import { shift } from './shift.ts';
import compact from '../../controls/compact.module.css';
import css from './form.module.css';

export interface Listed {
  readonly id: string;
  readonly text: string;
}

/** Longer lists get a search field. */
const FILTER_THRESHOLD = 12;
/** Maximum number shown; a search finds the others. */
const MAX_SHOWN = 200;

interface Props {
  /** Path of the selected ids. */
  readonly name: string;
  /** Labels of the control, of the available and of the selected items. */
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
  const { left, right } = useMemo(() => {
    const known = new Map(all.map((one) => [one.id, one]));
    const there = new Set(chosen);
    return {
      left: all.filter(({ id }) => !there.has(id)),
      right: chosen.map((id) => known.get(id) ?? { id, text: id }),
    };
  }, [all, chosen]);
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
        items={right}
        inOrder={ordered}
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
  inOrder = false,
  picked,
  onPick,
  onAct,
  onKeyDown,
}: {
  readonly label: string;
  readonly items: readonly Listed[];
  /** The order matters: no filtering by search. */
  readonly inOrder?: boolean;
  readonly picked: readonly string[];
  readonly onPick: (ids: readonly string[]) => void;
  readonly onAct: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const found = useMemo(
    () => (wanted ? items.filter(({ text }) => text.toLocaleLowerCase().includes(wanted)) : items),
    [items, wanted],
  );
  const more = found.length - MAX_SHOWN;
  return (
    <div className={css.side}>
      <label htmlFor={id}>{label}</label>
      {items.length > FILTER_THRESHOLD && !inOrder && (
        <input
          className={compact.control}
          type="search"
          aria-label={t('setup.searchIn', { list: label })}
          placeholder={t('setup.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          autoComplete="off"
        />
      )}
      <select
        id={id}
        multiple
        value={[...picked]}
        onChange={({ target }) => onPick([...target.selectedOptions].map(({ value }) => value))}
        onDoubleClick={onAct}
        onKeyDown={onKeyDown}
      >
        {found.slice(0, MAX_SHOWN).map((item) => (
          <option key={item.id} value={item.id}>
            {item.text}
          </option>
        ))}
      </select>
      {more > 0 && <p>{t('setup.moreInList', { count: more })}</p>}
    </div>
  );
}
