/** Draws only the visible rows of a long list of equal heights, with some spare rows on both sides. */
import { type RefObject, useEffect, useState } from 'react';

/** Rows beyond the edges: Tab finds the next one, and a quick scroll shows no gap. */
const OVERSCAN_ROWS = 12;
/** Until the first measurement. */
const INITIAL_ROWS = 40;

interface Visible {
  readonly first: number;
  /** Index after the last drawn one. */
  readonly end: number;
  /** Of one row, in CSS pixels. */
  readonly height: number;
}

function scrollerOf(element: Element): Element {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
}

/**
 * `rows` holds the drawn rows, each marked `data-row`, between two spacers of `first` and `count - end` rows' height.
 * It scrolls with the nearest scrolling ancestor.
 */
export function useVisibleRows(rows: RefObject<Element | null>, count: number): Visible {
  const [seen, setSeen] = useState<Visible>({ first: 0, end: INITIAL_ROWS, height: 0 });
  useEffect(() => {
    const element = rows.current;
    if (!element) return;
    const scroller = scrollerOf(element);
    const look = () => {
      const height = element.querySelector('[data-row]')?.getBoundingClientRect().height ?? 0;
      if (height === 0) return;
      const above = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      // In steps of the spare rows, so that not every pixel of a scroll renders again.
      const step = (row: number) => Math.floor(row / OVERSCAN_ROWS) * OVERSCAN_ROWS;
      const first = Math.max(0, step(above / height - OVERSCAN_ROWS));
      const end = step((above + scroller.clientHeight) / height + 2 * OVERSCAN_ROWS);
      setSeen((was) =>
        was.first === first && was.end === end && was.height === height ? was : { first, end, height },
      );
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(scroller);
    sizes.observe(element);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [rows, count]);
  const first = Math.min(seen.first, Math.max(0, count - 1));
  return { first, end: Math.min(count, Math.max(seen.end, first)), height: seen.height };
}
