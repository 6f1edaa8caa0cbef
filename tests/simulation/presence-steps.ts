/** What agents do with their links and their presence. */
import type { Stage } from './stage.ts';
import { type Step, step } from './step.ts';

const statuses = ['Available', 'Available', 'Available', 'Busy', 'lunch', 'Away', 'Busy_DND', 'Offline'];

/** The agent's application, at its last desk; 0.6 = the probability of the same run of it. */
function applicationOf(stage: Stage, name: string): { device: string; run: string; said: string } {
  const sameRun = stage.random.chance(0.6);
  const run = (stage.runs.get(name) ?? 0) + (sameRun ? 0 : 1);
  stage.runs.set(name, run);
  const desk = stage.desks.get(name) ?? 0;
  return {
    device: `${name}-device-${desk}`,
    run: `run-${run}`,
    said: sameRun ? 'the same run' : 'a new run',
  };
}

export const links: Step[] = [
  step('link', 12, async (stage) => {
    const name = stage.random.pick(stage.unlinked());
    if (!name) return null;
    const { device, run, said } = applicationOf(stage, name);
    await stage.world.link(name, device, run);
    return `${name} links (${said})`;
  }),
  step('cut', 4, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    await stage.world.cut(name);
    return `${name} is cut off`;
  }),
  step('fall silent', 3, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    stage.world.fallSilent(name);
    return `${name} falls silent`;
  }),
  step('a cable is cut and the device comes back at once', 2, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const link = stage.world.linkOf(name)!;
    // The old hub notices its dead socket much later, when the device has long been linked through another one.
    stage.world.fallSilent(name, stage.random.between(1, 40) * 1_000);
    stage.world.use(stage.random.pick(stage.world.alive)!);
    await stage.world.link(name, link.deviceId, link.runId);
    return `${name}'s cable is cut; back at once`;
  }),
  step('change desks', 1, async (stage) => {
    const name = stage.random.pick(stage.agents)!;
    stage.world.fallSilent(name, stage.random.chance(0.5) ? stage.random.between(1, 40) * 1_000 : null);
    stage.desks.set(name, (stage.desks.get(name) ?? 0) + 1);
    const { device, run, said } = applicationOf(stage, name);
    await stage.world.link(name, device, run);
    return `${name} sits down at another desk (${said})`;
  }),
  step('ring here', 1, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const { deviceId } = stage.world.linkOf(name)!;
    return stage.command(name, 'rings here', (client, commandId) =>
      client.link.ringHere({ commandId, deviceId }),
    );
  }),
];

export const presence: Step[] = [
  step('set status', 10, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const statusId = stage.random.pick(statuses)!;
    const until = stage.random.chance(0.15) ? stage.now + stage.random.between(-5, 90) * 1000 : null;
    const handOverOpenWork = stage.random.chance(0.5);
    return stage.command(
      name,
      `chooses ${statusId}${until === null ? '' : ' for a time'}`,
      (client, commandId) =>
        client.presence.setStatus({
          commandId,
          statusId,
          until: until === null ? null : Math.max(0, until),
          handOverOpenWork,
        }),
    );
  }),
  step('queue status', 5, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const statusId = stage.random.pick(statuses)!;
    return stage.command(name, `queues ${statusId}`, (client, commandId) =>
      client.presence.queueStatus({ commandId, statusId }),
    );
  }),
  step('clear queued status', 1, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    return stage.command(name, 'clears the queued status', (client, commandId) =>
      client.presence.clearQueuedStatus({ commandId }),
    );
  }),
  step('report activity', 3, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const state = stage.random.pick(['active', 'active', 'idle', 'locked', 'suspended'] as const)!;
    const since = stage.now - stage.random.between(0, 120_000);
    return stage.command(name, `is ${state}`, (client, commandId) =>
      client.presence.reportActivity({ commandId, state, since }),
    );
  }),
  step('sign out', 2, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const said = await stage.command(name, 'signs out', (client, commandId) =>
      client.presence.signOut({ commandId }),
    );
    await stage.world.cut(name);
    return said;
  }),
];
