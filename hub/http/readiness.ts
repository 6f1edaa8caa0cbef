/** Whether this hub should be given work by what stands in front of it. */
import type { HubContext } from '../context.ts';
import type { StorageProblem } from '../store/failures.ts';

export type Readiness =
  { readonly ready: true } | { readonly ready: false; readonly problem: StorageProblem | 'STOPPING' };

/** Ready = it can keep what it is told (it has just written a row), and is not stopping. Answers within two seconds. */
export async function readiness(hub: HubContext): Promise<Readiness> {
  if (hub.stopping) return { ready: false, problem: 'STOPPING' };
  const problem = await hub.storage.problem();
  return problem === null ? { ready: true } : { ready: false, problem };
}
