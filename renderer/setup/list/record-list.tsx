/** A list of Setup: find, Active and Inactive, New; in some lists rows are put in order by dragging or Alt+↑, Alt+↓. */
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { goTo } from '../../shell/address.ts';
import { loadPicture } from '../picture.ts';
import { NEW, pathTo, type NounPlace } from '../places.ts';
import css from './record-list.module.css';

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** What stands beside the name, one per further column. */
  readonly cells: readonly ReactNode[];
  /** Rows are ordered within their group. */
  readonly group?: string;
}

interface Props {
  readonly place: NounPlace;
  readonly rows: readonly Row[];
  /** Headings of all columns; the first is the name's. */
  readonly columns: readonly string[];
  /** False for nouns that are always in use. */
  readonly views?: boolean;
  /** Puts one row where another of its group is now. */
  readonly onMove?: (id: string, target: string) => Promise<void>;
}

const rowId = (id: string) => `setup-row-${id}`;

export function RecordList({ place, rows, columns, views = true, onMove }: Props) {
  const { t } = useTranslation();
  const searchId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(true);
  const [dragged, setDragged] = useState<Row | null>(null);
  useEffect(() => void loadPicture(), []);

  const wanted = search.trim().toLocaleLowerCase();
  const shown = rows.filter(
    (row) => (!views || row.active === active) && row.name.toLocaleLowerCase().includes(wanted),
  );
  const move = async (row: Row, target: Row | undefined) => {
    if (!onMove || !target || target.id === row.id || target.group !== row.group) return;
    await onMove(row.id, target.id);
    document.getElementById(rowId(row.id))?.focus();
  };
  const onKeyDown = (row: Row, index: number) => (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!onMove || !event.altKey || by === 0) return;
    event.preventDefault();
    void move(row, shown[index + by]);
  };
  const dragging = (row: Row) =>
    onMove && {
      draggable: true,
      onDragStart: () => setDragged(row),
      onDragEnd: () => setDragged(null),
      onDragOver: (event: DragEvent) => dragged?.group === row.group && event.preventDefault(),
      onDrop: () => dragged && void move(dragged, row),
    };
  return (
    <>
      <div className={css.head}>
        <h1>{t(`setup.places.${place}`)}</h1>
        <Button look="primary" onClick={() => goTo(pathTo(place, NEW))}>
          {t(`setup.new.${place}`)}
        </Button>
      </div>
      <div className={css.tools}>
        <label htmlFor={searchId}>{t('setup.search')}</label>
        <input
          id={searchId}
          type="search"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          autoComplete="off"
        />
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
      </div>
      {shown.length === 0 ? (
        <p className={css.none}>{t(wanted ? 'setup.noneFound' : 'setup.none')}</p>
      ) : (
        <table className={css.table} aria-label={t(`setup.places.${place}`)}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr
                key={row.id}
                {...dragging(row)}
                data-dragged={dragged?.id === row.id || undefined}
                onKeyDown={onKeyDown(row, index)}
              >
                <th scope="row">
                  <a id={rowId(row.id)} href={`#/${pathTo(place, row.id)}`} draggable={false}>
                    {row.name}
                  </a>
                </th>
                {row.cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {onMove && <p className={css.none}>{t('setup.orderHint')}</p>}
    </>
  );
}
