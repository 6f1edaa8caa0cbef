/** One device of an agent while its socket is open: connected, watching the agent's snapshot, disconnected. */
import type { AgentSnapshot } from '#core/snapshot.ts';
import { createLatest } from '../base/stream.ts';
import type { HubContext } from '../unit/context.ts';
import { connectDevice, type DeviceFacts, disconnectDevice } from './links.ts';
import type { SnapshotWatchers } from './watchers.ts';

/** Connects the device, then streams the agent's snapshot, in full, on every change, until `signal` aborts. */
export async function watchFromDevice(
  hub: HubContext,
  watchers: SnapshotWatchers,
  agentId: string,
  device: DeviceFacts,
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<AgentSnapshot, void, void>> {
  const connectionId = await hub.unit((unit) => connectDevice(unit, hub.id, agentId, device));
  return snapshots();

  async function* snapshots(): AsyncGenerator<AgentSnapshot, void, void> {
    hub.metrics.links.inc();
    const latest = createLatest<AgentSnapshot>();
    const stop = watchers.watch(agentId, (snapshot) => latest.push(snapshot));
    try {
      yield* latest.values(signal);
    } finally {
      stop();
      hub.metrics.links.dec();
      // After a short cut the device may be back, possibly at another hub, before this connection is detected as dead.
      if (!hub.stopping)
        await hub.unit((unit) => disconnectDevice(unit, agentId, device.deviceId, connectionId));
    }
  }
}
