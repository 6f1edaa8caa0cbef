/** The last mirror that the shell pushed, replaced whole. Nothing in the renderer writes to it but the stream. */
import { create } from 'zustand';
import type { Mirror } from '#core/contract/bridge.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';

interface MirrorState {
  readonly mirror: Mirror | null;
  /** `performance.now()` when it came: a clock that nobody can set. */
  readonly receivedAt: number;
}

export const useMirrorStore = create<MirrorState>(() => ({ mirror: null, receivedAt: 0 }));

/**
 * Takes a push. Within one opening of the stream lower revisions are late and ignored; the first of an opening
 * always counts, because a shell that was started again begins to count again.
 */
export function receiveMirror(mirror: Mirror, first: boolean): void {
  const held = useMirrorStore.getState().mirror;
  if (!first && held && mirror.revision < held.revision) return;
  useMirrorStore.setState({ mirror, receivedAt: performance.now() });
}

/** One part of the mirror. Only for what is shown after the first push. */
export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useMirrorStore(({ mirror }) => {
    if (!mirror) throw new Error('Nothing that reads the mirror is shown before it is there.');
    return select(mirror);
  });
}

/** One part of the agent's snapshot. Only for what is shown while there is one. */
export function useSnapshot<T>(select: (snapshot: AgentSnapshot) => T): T {
  return useMirror((mirror) => {
    if (!mirror.snapshot) throw new Error('Nothing that reads the snapshot is shown before it is there.');
    return select(mirror.snapshot);
  });
}

/** The hub's clock at a reading of `performance.now()`, however wrong this machine's own clock is. */
export const hubTimeAt = ({ mirror, receivedAt }: MirrorState, reading: number) =>
  mirror ? mirror.shellTime + mirror.skew + Math.max(0, reading - receivedAt) : 0;

export const hubNow = () => hubTimeAt(useMirrorStore.getState(), performance.now());
export const shellNow = () => hubNow() - (useMirrorStore.getState().mirror?.skew ?? 0);
