/** The last mirror that the shell pushed, replaced as a whole. In the renderer only the stream writes to it. */
import { create } from 'zustand';
import type { Mirror } from '#core/contract/bridge.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';

interface MirrorState {
  readonly mirror: Mirror | null;
  /** `performance.now()` when it arrived: a clock that users cannot set. */
  readonly receivedAt: number;
}

export const useMirrorStore = create<MirrorState>(() => ({ mirror: null, receivedAt: 0 }));

/**
 * Takes a push. Within one opening of the stream lower revisions are late and ignored; the first of an opening always
 * counts, because a restarted shell restarts the count.
 */
export function receiveMirror(mirror: Mirror, first: boolean): void {
  const held = useMirrorStore.getState().mirror;
  if (!first && held && mirror.revision < held.revision) return;
  useMirrorStore.setState({ mirror, receivedAt: performance.now() });
}

/** One part of the mirror. Only for components that render after the first push. */
export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useMirrorStore(({ mirror }) => {
    if (!mirror) throw new Error('Nothing that reads the mirror is shown before it is there.');
    return select(mirror);
  });
}

/** One part of the agent's snapshot. Only for components that render while there is one. */
export function useSnapshot<T>(select: (snapshot: AgentSnapshot) => T): T {
  return useMirror((mirror) => {
    if (!mirror.snapshot) throw new Error('Nothing that reads the snapshot is shown before it is there.');
    return select(mirror.snapshot);
  });
}

/** The hub's clock at a reading of `performance.now()`, independent of this machine's wall clock. */
export const hubTimeAt = ({ mirror, receivedAt }: MirrorState, reading: number) =>
  mirror ? mirror.shellTime + mirror.skew + Math.max(0, reading - receivedAt) : 0;

export const hubNow = () => hubTimeAt(useMirrorStore.getState(), performance.now());
export const shellNow = () => hubNow() - (useMirrorStore.getState().mirror?.skew ?? 0);
