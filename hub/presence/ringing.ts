/** The ringing device of an agent, and sounds that it could not play. */
import type { Limits } from '../auth/limits.ts';
import type { HubContext } from '../unit/context.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';

/** Makes this device the ringing one. */
export function ringOn(unit: Unit, agent: AgentRow, deviceId: string): void {
  agent.ringing_device_id = deviceId;
  unit.changed(agent);
}

/** Counts the failure; logs which sound (`what`) could not be played, with a limited number of lines per agent. */
export function noteSoundFailure(
  { metrics, log }: Pick<HubContext, 'metrics' | 'log'>,
  { logLines }: Pick<Limits, 'logLines'>,
  agentId: string,
  what: string,
): void {
  metrics.soundFailures.inc();
  if (logLines.tryTake(`sound ${agentId}`)) log.warn({ agent: agentId, what }, 'a sound could not be played');
}
