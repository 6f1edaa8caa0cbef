/** Thousands of lines of a plan: only the visible ones are in the page, and the keyboard reaches all of them. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedRecord } from '#core/contract/setup-system.ts';
import { hasChanges, type Choice } from './choice.ts';
import { useRemarks } from './remark-text.ts';
import own from './import.module.css';
import css from '../pages.module.css';

/** Height of a line in pixels, as in the style sheet; measured once rendered. */
const ESTIMATED_ROW_HEIGHT = 41;
/** Lines above and below that are rendered before they are scrolled into view. */
const OVERSCAN_ROWS = 12;
const PAGE_STEP = 10;
const tones = { create: 'good', update: 'accent', unchanged: undefined, skip: 'warn' } as const;

interface Props {
  readonly plan: readonly PlannedRecord[];
  /** Indexes in the plan. */
  readonly shown: readonly number[];
  readonly choice: Choice;
  /** The selection is final. */
  readonly fixed: boolean;
  readonly looking: number | null;
  readonly onLook: (line: number) => void;
  readonly onChoose: (lines: readonly number[], wanted: boolean) => void;
}

export function PlanTable({ plan, shown, choice, fixed, looking, onLook, onChoose }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(ESTIMATED_ROW_HEIGHT);
  const [room, setRoom] = useState(520);
  useLayoutEffect(() => {
    const row = frame.current?.querySelector('tbody tr[aria-rowindex]');
    if (row) setHeight(row.getBoundingClientRect().height);
    if (frame.current) setRoom(frame.current.clientHeight);
  }, []);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = frame.current?.querySelector<HTMLElement>(`[data-at="${wanted.current}"] button`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  });
  const first = Math.max(0, Math.floor(top / height) - OVERSCAN_ROWS);
  const last = Math.min(shown.length, Math.ceil((top + room) / height) + OVERSCAN_ROWS);
  const changing = shown.filter((line) => hasChanges(plan[line]!));
  const all = changing.length > 0 && changing.every((line) => choice.has(line));

  const go = (at: number) => {
    const to = Math.min(shown.length - 1, Math.max(0, at));
    wanted.current = to;
    const box = frame.current;
    if (!box) return;
    const above = to * height;
    if (above < box.scrollTop) box.scrollTop = above;
    else if (above + 2 * height > box.scrollTop + box.clientHeight)
      box.scrollTop = above + 2 * height - box.clientHeight;
    setTop(box.scrollTop);
    const line = shown[to];
    if (line !== undefined) onLook(line);
  };
  const keys = (at: number) => (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE_STEP,
      PageUp: at - PAGE_STEP,
      Home: 0,
      End: shown.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div
      ref={frame}
      className={own.frame}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      role="presentation"
    >
      <table className={own.plan} aria-label={t('system.import.table')} aria-rowcount={shown.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {!fixed && (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={t('system.import.chooseShown')}
                  checked={all}
                  disabled={changing.length === 0}
                  onChange={({ target }) => onChoose(changing, target.checked)}
                />
              </th>
            )}
            {(['name', 'type', 'action', 'remarks'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`system.import.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden="true" style={{ height: first * height }} />
          {shown.slice(first, last).map((line, index) => (
            <PlanRow
              key={line}
              planned={plan[line]!}
              at={first + index}
              chosen={choice.has(line)}
              fixed={fixed}
              looking={looking === line}
              onLook={() => onLook(line)}
              onChoose={(yes) => onChoose([line], yes)}
              onKeyDown={keys(first + index)}
            />
          ))}
          <tr aria-hidden="true" style={{ height: (shown.length - last) * height }} />
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly planned: PlannedRecord;
  readonly at: number;
  readonly chosen: boolean;
  readonly fixed: boolean;
  readonly looking: boolean;
  readonly onLook: () => void;
  readonly onChoose: (wanted: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function PlanRow({ planned, at, chosen, fixed, looking, onLook, onChoose, onKeyDown }: RowProps) {
  const { t } = useTranslation();
  const { remark, setting } = useRemarks();
  const { name, type, action, reason, changes, warnings, unmodelled } = planned.record;
  const said = reason ? remark(reason) : warnings[0] ? remark(warnings[0]) : changes.map(setting).join(', ');
  const count = warnings.length + unmodelled.length;
  return (
    <tr aria-rowindex={at + 2} data-at={at} data-looking={looking || undefined}>
      {!fixed && (
        <td>
          {hasChanges(planned) && (
            <input
              type="checkbox"
              aria-label={t('system.import.choose', { name })}
              checked={chosen}
              onChange={({ target }) => onChoose(target.checked)}
            />
          )}
        </td>
      )}
      <th scope="row">
        <button type="button" aria-pressed={looking} onClick={onLook} onKeyDown={onKeyDown} title={name}>
          {name}
        </button>
      </th>
      <td>{t(`system.import.types.${type}`)}</td>
      <td>
        <span className={css.mark} data-tone={tones[action]}>
          {t(`system.import.actions.${action}`)}
        </span>
      </td>
      <td title={said}>
        {count > 0 && <strong>{t('system.import.remarks', { count })} </strong>}
        {said}
      </td>
    </tr>
  );
}
