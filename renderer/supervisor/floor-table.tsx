/**
 * A table of the floor: sorted by a column, optionally grouped, rows selected by checkboxes, one row opened beside it.
 * Only the visible rows are drawn, so that thousands scroll smoothly.
 */
import { memo, type ReactNode, type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SpacerRow } from '../controls/spacer-row.tsx';
import { useVisibleRows } from '../controls/use-visible-rows.ts';
import { arrange, type Column, type Sort } from './arrange.ts';
import css from './floor-table.module.css';

export interface ShownColumn<T> extends Column<T> {
  readonly heading: string;
  readonly cell: (record: T) => ReactNode;
  /** Numbers are aligned to the end of their column. */
  readonly number?: boolean;
}

interface Props<T extends { readonly id: string }> {
  readonly label: string;
  readonly records: readonly T[];
  readonly columns: readonly ShownColumn<T>[];
  /** The name of a row: the label of its checkbox and its button. */
  readonly nameOf: (record: T) => string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** Rows of one group stand together below its name. */
  readonly groupOf?: ((record: T) => string) | undefined;
  readonly opened: string | null;
  readonly onOpen: (id: string) => void;
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (ids: ReadonlySet<string>) => void;
  readonly none: string;
}

export function FloorTable<T extends { readonly id: string }>(props: Props<T>) {
  const { label, records, columns, nameOf, sort, onSort, groupOf, opened, onOpen, chosen, onChoose, none } =
    props;
  const { t, i18n } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const lines = useMemo(
    () => arrange(records, { columns, sort, groupOf, nameOf, language: i18n.language }),
    [records, columns, sort, groupOf, nameOf, i18n.language],
  );
  const { first, end, height } = useVisibleRows(body, lines.length);
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  const acts = useRef<Acts>({ open: onOpen, choose });
  useLayoutEffect(() => {
    acts.current = { open: onOpen, choose };
  });
  if (records.length === 0) return <p className={css.none}>{none}</p>;
  const all = chosen !== undefined && records.every(({ id }) => chosen.has(id));
  const width = columns.length + (chosen ? 1 : 0);
  return (
    <table className={css.table} aria-label={label} aria-rowcount={lines.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {chosen && (
            <th scope="col" className={css.box}>
              <input
                type="checkbox"
                aria-label={t('supervisor.chooseAll')}
                checked={all}
                onChange={() => onChoose?.(new Set(all ? [] : records.map(({ id }) => id)))}
              />
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              data-number={column.number || undefined}
              aria-sort={sort.key !== column.key ? 'none' : sort.descending ? 'descending' : 'ascending'}
            >
              <button
                type="button"
                onClick={() =>
                  onSort({ key: column.key, descending: sort.key === column.key && !sort.descending })
                }
              >
                {column.heading}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <SpacerRow rows={first} height={height} />
        {lines.slice(first, end).map((line, at) =>
          line.kind === 'group' ? (
            <tr key={`group ${line.name}`} data-row="" className={css.group} aria-rowindex={first + at + 2}>
              <th scope="rowgroup" colSpan={width}>
                {line.name} <span>{line.count}</span>
              </th>
            </tr>
          ) : (
            <Row
              key={line.record.id}
              record={line.record}
              columns={columns}
              name={nameOf(line.record)}
              index={first + at + 2}
              opened={opened === line.record.id}
              chosen={chosen?.has(line.record.id)}
              acts={acts}
            />
          ),
        )}
        <SpacerRow rows={lines.length - end} height={height} />
      </tbody>
    </table>
  );
}

interface Acts {
  readonly open: (id: string) => void;
  readonly choose: (id: string) => void;
}

/**
 * Renders only when something in it has changed: scrolling renders the rows that come into view, updates the rows they
 * concern.
 */
const Row = memo(FloorRow) as typeof FloorRow;

interface RowProps<T> {
  readonly record: T;
  readonly columns: readonly ShownColumn<T>[];
  readonly name: string;
  readonly index: number;
  readonly opened: boolean;
  /** `undefined` = rows cannot be selected here. */
  readonly chosen: boolean | undefined;
  readonly acts: RefObject<Acts>;
}

function FloorRow<T extends { readonly id: string }>({
  record,
  columns,
  name,
  index,
  opened,
  chosen,
  acts,
}: RowProps<T>) {
  const { id } = record;
  return (
    <tr
      data-row=""
      aria-rowindex={index}
      data-opened={opened || undefined}
      onClick={(event) => {
        if (!(event.target as Element).closest('button, input, a')) acts.current.open(id);
      }}
    >
      {chosen !== undefined && (
        <td className={css.box}>
          <input
            type="checkbox"
            aria-label={name}
            checked={chosen}
            onChange={() => acts.current.choose(id)}
          />
        </td>
      )}
      {columns.map((column, at) =>
        at === 0 ? (
          <th key={column.key} scope="row">
            <button type="button" aria-expanded={opened} onClick={() => acts.current.open(id)}>
              {column.cell(record)}
            </button>
          </th>
        ) : (
          <td key={column.key} data-number={column.number || undefined}>
            {column.cell(record)}
          </td>
        ),
      )}
    </tr>
  );
}
