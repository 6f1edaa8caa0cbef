/**
 * A list of Setup: search, sort by a column, Active and Inactive, filters, New; in some lists rows are ordered by
 * dragging or Alt+↑, Alt+↓. Only the visible rows are drawn, so that ten thousand scroll as smoothly as ten.
 */
import { type DragEvent, type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { SpacerRow } from '../../controls/spacer-row.tsx';
import { useVisibleRows } from '../../controls/use-visible-rows.ts';
import { goTo } from '../../state/address.ts';
import { NEW, type NounPlace, pathTo } from '../places.ts';
import { arrange, byName, type Row, type Sort } from './arrange.ts';
import compact from '../../controls/compact.module.css';
import page from '../pages.module.css';
import css from './record-list.module.css';

export interface Filter {
  readonly label: string;
  /** The first one shows everything; the others are tags of rows. */
  readonly options: ReadonlyArray<{ readonly tag: string; readonly text: string }>;
}

interface Props {
  readonly place: NounPlace;
  /** Sorted by name, or in this order when rows can be moved. */
  readonly rows: readonly Row[];
  /** Headings of all columns; the first is the name's. */
  readonly columns: readonly string[];
  /** False for nouns that are always in use. */
  readonly views?: boolean;
  readonly filters?: readonly Filter[];
  /** Moves one row to the position of another one of its group. */
  readonly onMove?: (id: string, target: string) => Promise<void>;
  /** When a page has several lists: the page, the name of this list, and links to the others. */
  readonly page?: NounPlace;
  readonly label?: string;
  readonly tabs?: ReactNode;
}

const rowId = (id: string) => `setup-row-${id}`;

export function RecordList(props: Props) {
  const { place, page: pageOf = place, rows, columns, views = true, filters = [], onMove, tabs } = props;
  const { t, i18n } = useTranslation();
  const searchId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(true);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [sort, setSort] = useState<Sort | null>(null);
  const heading = t(`setup.places.${pageOf}`);

  const movable = onMove !== undefined;
  const inOrder = useMemo(() => (movable ? rows : byName(rows)), [movable, rows]);
  const shown = useMemo(
    () => arrange(inOrder, { active: views ? active : null, search, tags, sort, language: i18n.language }),
    [inOrder, views, active, search, tags, sort, i18n.language],
  );
  const sortBy = (column: number) =>
    setSort((now) => {
      if (now?.column !== column) return { column, descending: false };
      return now.descending ? null : { column, descending: true };
    });
  return (
    <>
      <div className={page.head}>
        <h1>{heading}</h1>
        <Button look="primary" onClick={() => goTo(pathTo(place, NEW))}>
          {t(`setup.new.${place}`)}
        </Button>
      </div>
      {tabs}
      <div className={css.tools}>
        <label htmlFor={searchId}>{t('setup.search')}</label>
        <input
          className={compact.control}
          id={searchId}
          type="search"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          autoComplete="off"
        />
        {filters.map((filter, index) => (
          <select
            className={compact.control}
            key={filter.label}
            aria-label={filter.label}
            value={tags[index] ?? ''}
            onChange={({ target }) =>
              setTags(filters.map((_, at) => (at === index ? target.value : (tags[at] ?? ''))))
            }
          >
            {filter.options.map(({ tag, text }) => (
              <option key={tag} value={tag}>
                {text}
              </option>
            ))}
          </select>
        ))}
        {views && (
          <div role="group" aria-label={t('setup.view')} className={css.views}>
            <Button aria-pressed={active} onClick={() => setActive(true)}>
              {t('setup.active')}
            </Button>
            <Button aria-pressed={!active} onClick={() => setActive(false)}>
              {t('setup.inactive')}
            </Button>
          </div>
        )}
        <span className={css.count} aria-live="polite">
          {t('setup.count', { count: shown.length })}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className={css.none}>{t(rows.length > 0 ? 'setup.noneFound' : 'setup.none')}</p>
      ) : (
        <Table
          place={place}
          label={props.label ?? heading}
          columns={columns}
          rows={shown}
          sort={sort}
          onSort={sortBy}
          {...(onMove && sort === null && { onMove })}
        />
      )}
      {onMove && sort === null && <p className={css.none}>{t('setup.orderHint')}</p>}
    </>
  );
}

interface TableProps {
  readonly place: NounPlace;
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly sort: Sort | null;
  readonly onSort: (column: number) => void;
  readonly onMove?: (id: string, target: string) => Promise<void>;
}

function Table({ place, label, columns, rows, sort, onSort, onMove }: TableProps) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<Row | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, end, height } = useVisibleRows(body, rows.length);

  const move = async (row: Row, target: Row | undefined) => {
    if (!onMove || !target || target.id === row.id || target.group !== row.group) return;
    await onMove(row.id, target.id);
    document.getElementById(rowId(row.id))?.focus();
  };
  const onKeyDown = (row: Row, index: number) => (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!onMove || !event.altKey || by === 0) return;
    event.preventDefault();
    void move(row, rows[index + by]);
  };
  const dragging = (row: Row) =>
    onMove && {
      draggable: true,
      onDragStart: () => setDragged(row),
      onDragEnd: () => setDragged(null),
      onDragOver: (event: DragEvent) => dragged?.group === row.group && event.preventDefault(),
      onDrop: () => dragged && void move(dragged, row),
    };
  const order = (column: number) =>
    sort?.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending';
  return (
    <table className={css.table} aria-label={label} aria-rowcount={rows.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column, index) => (
            <th key={column} scope="col" aria-sort={order(index)}>
              <button type="button" title={t('setup.sort')} onClick={() => onSort(index)}>
                {column}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <SpacerRow rows={first} height={height} />
        {rows.slice(first, end).map((row, at) => (
          <tr
            key={row.id}
            data-row=""
            aria-rowindex={first + at + 2}
            {...dragging(row)}
            data-dragged={dragged?.id === row.id || undefined}
            onKeyDown={onKeyDown(row, first + at)}
          >
            <th scope="row">
              <a id={rowId(row.id)} href={`#/${pathTo(place, row.id)}`} title={row.name} draggable={false}>
                {row.name}
              </a>
            </th>
            {row.cells.map((cell, column) => (
              <td key={column} title={String(cell)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
        <SpacerRow rows={rows.length - end} height={height} />
      </tbody>
    </table>
  );
}
