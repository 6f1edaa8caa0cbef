import { useUi } from '../state/ui-store.ts';
import { goTo } from '../state/address.ts';

/** The row whose panel is open is part of the address: Back closes it, an alert can link to it. */
export function useOpenedRow(
  tab: 'agents' | 'queues' | 'work',
): readonly [string | null, (id: string | null) => void] {
  const opened = useUi((ui) => ui.place[1]) ?? null;
  return [
    opened,
    (id) => goTo(['supervisor', tab, ...(id === null ? [] : [encodeURIComponent(id)])].join('/')),
  ];
}
