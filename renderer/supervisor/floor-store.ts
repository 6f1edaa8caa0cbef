/** The floor as pushed by the hub, subscribed only while a page shows it: a hidden tab costs the hub nothing. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { type FloorMirror, applyFloorUpdate } from '#core/supervision/floor-mirror.ts';
import { bridge, follow } from '../bridge/connection.ts';

export const useFloorStore = create<{ readonly floor: FloorMirror | null }>(() => ({ floor: null }));

/** Follows the floor while the calling component is mounted and its window is visible. */
export function useFollowFloor(): void {
  useEffect(() => {
    let stop: AbortController | null = null;
    const look = () => {
      const seen = document.visibilityState === 'visible';
      if (seen === (stop !== null)) return;
      if (!seen) {
        stop?.abort();
        stop = null;
        return;
      }
      stop = new AbortController();
      void follow(
        stop.signal,
        (signal) => bridge.supervisor.watch({}, { signal }),
        (update) => useFloorStore.setState(({ floor }) => ({ floor: applyFloorUpdate(floor, update) })),
      );
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop?.abort();
    };
  }, []);
}

/** Only for components that render once the floor is there. */
export function useFloor<T>(select: (floor: FloorMirror) => T): T {
  return useFloorStore(({ floor }) => {
    if (!floor) throw new Error('Nothing that shows the floor is shown before it is there.');
    return select(floor);
  });
}
