/** Whether a load balancer should send traffic to this hub. */
import { PROTOCOL } from '#core/defaults.ts';
import type { HubContext } from '../unit/context.ts';
import { toJson } from '../store/json.ts';
import type { StorageProblem } from '../store/failures.ts';
import { hubVersion } from '../base/version.ts';

export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly problem: StorageProblem | 'STOPPING' };

/** Ready = it can store data (it has just written a row), and is not stopping. Answers within two seconds. */
export async function readiness(hub: HubContext): Promise<Readiness> {
  if (hub.stopping) return { ready: false, problem: 'STOPPING' };
  const problem = await hub.storage.problem();
  return problem === null ? { ready: true } : { ready: false, problem };
}

/**
 * The answer of `/health` and `/ready`: 200 or 503, with what an application must know about a hub before signing in.
 */
export async function readinessAnswer(hub: HubContext): Promise<{ status: 200 | 503; body: string }> {
  const state = await readiness(hub);
  const { ready: _ready, ...problem } = state;
  const facts = { version: hubVersion, protocol: PROTOCOL, hubTime: hub.clock.now() };
  return {
    status: state.ready ? 200 : 503,
    body: toJson({ status: state.ready ? 'ok' : 'not-ready', ...problem, ...facts }),
  };
}
