import { type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorWork } from '#core/supervision/floor.ts';
import { type Move, moves, priorityFor } from '#core/supervision/line.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { IconButton } from '../../controls/button.tsx';
import type { IconName } from '../../controls/icon.tsx';
import css from './queue-side.module.css';

const icons: Readonly<Record<Move, IconName>> = { first: 'top', earlier: 'up', later: 'down' };

/** The priority that decides an item's position in the queue, and the controls that change it. */
export function Reorder({ item, line }: { readonly item: FloorWork; readonly line: readonly FloorWork[] }) {
  const { t } = useTranslation();
  // The floor updates within a second; two presses before that mean two steps.
  const [asked, setAsked] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const shown = { ...item, priority: asked?.from === item.priority ? asked.to : item.priority };
  const keepFocus = useFocusKept(line.indexOf(item));
  const change = (priority: number) => {
    const { workItemId, priority: from } = item;
    setAsked({ from, to: priority });
    const command = { commandId: crypto.randomUUID(), workItemId, priority };
    void attempt(bridge.supervisor.work.setPriority(command)).then((done) => done || setAsked(null));
  };
  return (
    <span className={css.reorder}>
      <span>{t('supervisor.priority', { priority: shown.priority })}</span>
      {moves.map((move) => {
        const priority = priorityFor(move, shown, line);
        return (
          <IconButton
            key={move}
            icon={icons[move]}
            label={t(`supervisor.moves.${move}`, { customer: item.customer })}
            disabled={priority === null}
            onClick={(event) => {
              keepFocus(event);
              if (priority !== null) change(priority);
            }}
          />
        );
      })}
    </span>
  );
}

/** An element that is moved in the page loses the focus; the button that moved it gets it back afterwards. */
function useFocusKept(place: number) {
  const pressed = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus();
    pressed.current = null;
  }, [place]);
  return ({ currentTarget }: MouseEvent<HTMLElement>) => {
    pressed.current = currentTarget;
  };
}
