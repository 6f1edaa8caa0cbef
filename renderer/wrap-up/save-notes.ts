/** Notes on their way to the hub: a moment after the last key, at once on leaving, again when it failed. */
import { bridge } from '../bridge/connection.ts';
import { useUi, without } from '../state/ui-store.ts';

const AFTER = 600;
const AGAIN = 3_000;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

function wait(agentWorkId: string, ms: number): void {
  clearTimeout(waiting.get(agentWorkId));
  waiting.set(
    agentWorkId,
    setTimeout(() => flushNotes(agentWorkId), ms),
  );
}

export function writeNotes(agentWorkId: string, notes: string): void {
  useUi.setState((ui) => ({ notes: { ...ui.notes, [agentWorkId]: notes } }));
  wait(agentWorkId, AFTER);
}

/** Sends unsaved notes now. They stay here until the hub has them. */
export function flushNotes(agentWorkId: string): Promise<void> {
  clearTimeout(waiting.get(agentWorkId));
  if (!waiting.delete(agentWorkId)) return Promise.resolve();
  const notes = useUi.getState().notes[agentWorkId];
  if (notes === undefined) return Promise.resolve();
  return bridge.work.saveNotes({ agentWorkId, notes }).then(
    () => {
      if (useUi.getState().notes[agentWorkId] === notes && !waiting.has(agentWorkId))
        useUi.setState((ui) => ({ notes: without(ui.notes, agentWorkId) }));
    },
    (error: unknown) => {
      const over = error instanceof Error && 'code' in error && error.code === 'NOT_FOUND';
      if (over) useUi.setState((ui) => ({ notes: without(ui.notes, agentWorkId) }));
      else wait(agentWorkId, AGAIN);
    },
  );
}
