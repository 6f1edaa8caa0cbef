/** Saves notes to the hub: shortly after the last key, at once on leaving, again after a failure. */
import { bridge } from '../bridge/connection.ts';
import { errorCode } from '../i18n/error-text.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { useUi, without } from '../state/ui-store.ts';

const SAVE_DELAY_MS = 600;
const RETRY_DELAY_MS = 3_000;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

function wait(agentWorkId: string, ms: number): void {
  clearTimeout(waiting.get(agentWorkId));
  waiting.set(
    agentWorkId,
    setTimeout(() => flushNotes(agentWorkId), ms),
  );
}

export function editNotes(agentWorkId: string, notes: string): void {
  useUi.setState((ui) => ({ notes: { ...ui.notes, [agentWorkId]: notes } }));
  wait(agentWorkId, SAVE_DELAY_MS);
}

/** Sends unsaved notes now. They stay here until the hub has them. */
export function flushNotes(agentWorkId: string): Promise<void> {
  clearTimeout(waiting.get(agentWorkId));
  if (!waiting.delete(agentWorkId)) return Promise.resolve();
  const notes = useUi.getState().notes[agentWorkId];
  if (notes === undefined) return Promise.resolve();
  return bridge.work.saveNotes({ agentWorkId, notes }).then(
    ({ version }) => whenShown(version, () => drop(agentWorkId, notes)),
    (error: unknown) => {
      if (errorCode(error) === 'NOT_FOUND') drop(agentWorkId, notes);
      else wait(agentWorkId, RETRY_DELAY_MS);
    },
  );
}

/** Drops the copy here, unless it was edited meanwhile. */
function drop(agentWorkId: string, notes: string): void {
  if (useUi.getState().notes[agentWorkId] === notes && !waiting.has(agentWorkId))
    useUi.setState((ui) => ({ notes: without(ui.notes, agentWorkId) }));
}

/** Runs `then` once the snapshot contains what was saved, so that old text never flashes. */
function whenShown(version: number, then: () => void): void {
  const shown = () => (useMirrorStore.getState().mirror?.snapshot?.version ?? 0) >= version;
  if (shown()) return then();
  const stop = useMirrorStore.subscribe(() => {
    if (!shown()) return;
    stop();
    then();
  });
}
