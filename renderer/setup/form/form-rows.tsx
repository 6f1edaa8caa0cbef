/**
 * A small editable table: rows are added, removed, and pasted from a spreadsheet. Only visible rows are drawn: real
 * tables have hundreds of rows.
 */
import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../controls/button.tsx';
import { useVisibleRows } from '../../controls/use-visible-rows.ts';
import compact from '../../controls/compact.module.css';
import page from '../pages.module.css';
import css from './form.module.css';

type Cell = string | number | null;
type TableRow = Readonly<Record<string, Cell>>;

interface Column {
  readonly key: string;
  readonly label: string;
  readonly number?: boolean;
  /** Share of the width. */
  readonly width: number;
}

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly columns: readonly Column[];
  /** Initial values of a new row. */
  readonly begin: TableRow;
}

/** The first error: of the table (`row` null), or of one of its rows. */
function firstProblem(error: unknown): { row: number | null; key: string; message: string } | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('message' in error && typeof error.message === 'string')
    return { row: null, key: '', message: error.message };
  for (const [row, inRow] of Object.entries(error))
    for (const [key, one] of Object.entries((inRow ?? {}) as object))
      if (typeof (one as { message?: unknown } | null)?.message === 'string')
        return { row: Number(row), key, message: (one as { message: string }).message };
  return null;
}

/** Rows of a spreadsheet: one per line, cells separated by tabs. */
const pastedRows = (text: string, columns: readonly Column[], begin: TableRow): TableRow[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split('\t');
      return columns.reduce<TableRow>((row, { key, number }, at) => {
        const cell = cells[at]?.trim();
        if (cell === undefined) return row;
        return { ...row, [key]: number ? (cell === '' ? null : Number(cell)) : cell };
      }, begin);
    });

export function FormRows({ name, label, hint, columns, begin }: Props) {
  const { t } = useTranslation();
  const words = useId();
  const { field, fieldState } = useController({ name });
  const rows = field.value as readonly TableRow[];
  const body = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState<number | null>(null);
  const { first, end, height } = useVisibleRows(body, rows.length);
  const problem = firstProblem(fieldState.error);
  const template = { gridTemplateColumns: `${columns.map(({ width }) => `${width}fr`).join(' ')} auto` };

  // The new row is at the end: scroll it into view, draw it, and focus it.
  useEffect(() => {
    if (added !== null) scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [added]);
  const add = () => {
    setAdded(rows.length);
    field.onChange([...rows, begin]);
  };
  const put = (index: number, key: string, cell: Cell) =>
    field.onChange(rows.with(index, { ...rows[index], [key]: cell }));
  const onPaste = (index: number) => (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    field.onChange(rows.toSpliced(index, 1, ...pastedRows(text, columns, begin)));
  };
  const said = problem
    ? problem.row === null
      ? problem.message
      : t('setup.inRow', { row: problem.row + 1, problem: problem.message })
    : hint;
  return (
    <fieldset className={css.rows} aria-describedby={said ? words : undefined}>
      <legend>{label}</legend>
      {rows.length > 0 && (
        <>
          <div className={css.row} style={template} aria-hidden="true">
            {columns.map((column) => (
              <span key={column.key}>{column.label}</span>
            ))}
          </div>
          <div className={css.scroll} ref={scroll}>
            <div ref={body}>
              <div style={{ height: first * height }} />
              {rows.slice(first, end).map((row, at) => {
                const index = first + at;
                return (
                  <div key={index} data-row="" className={css.row} style={template}>
                    {columns.map(({ key, label: column, number }, place) => (
                      <input
                        className={compact.control}
                        key={key}
                        ref={index === 0 && place === 0 ? field.ref : undefined}
                        aria-label={t('setup.cell', { column, row: index + 1 })}
                        aria-invalid={(problem?.row === index && problem.key === key) || undefined}
                        type={number ? 'number' : 'text'}
                        value={row[key] ?? ''}
                        autoFocus={index === added && place === 0}
                        autoComplete="off"
                        onPaste={place === 0 ? onPaste(index) : undefined}
                        onChange={({ target }) =>
                          put(
                            index,
                            key,
                            !number ? target.value : target.value === '' ? null : Number(target.value),
                          )
                        }
                      />
                    ))}
                    <IconButton
                      icon="close"
                      label={t('setup.removeRow', { row: index + 1 })}
                      onClick={() => field.onChange(rows.toSpliced(index, 1))}
                    />
                  </div>
                );
              })}
              <div style={{ height: (rows.length - end) * height }} />
            </div>
          </div>
        </>
      )}
      <div className={page.buttons}>
        <Button onClick={add}>{t('setup.addRow')}</Button>
      </div>
      {said && (
        <p id={words} className={problem ? css.error : undefined}>
          {said}
        </p>
      )}
    </fieldset>
  );
}
