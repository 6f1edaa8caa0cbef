/** What a supervisor does on the floor, to random agents; and whether the pushed floor matches the database. */
import { FloorFollower } from '../support/follow-floor.ts';
import type { Stage } from './stage.ts';
import { type Step, step } from './step.ts';

function someItem(stage: Stage): string | null {
  const ids = stage.mirror.table('work_item').map((item) => item.id);
  return stage.random.pick(ids.sort()) ?? null;
}

function someWork(stage: Stage, states: readonly ('offered' | 'opened' | 'wrap-up')[]): string | null {
  const works = stage.mirror.table('agent_work').filter((work) => states.includes(work.state as never));
  return stage.random.pick(works.map((work) => work.id).sort()) ?? null;
}

const onItem =
  (
    what: string,
    send: (
      client: ReturnType<Stage['world']['supervisorAs']>,
      input: { commandId: string; workItemId: string },
      stage: Stage,
    ) => Promise<unknown>,
  ): Step['run'] =>
  async (stage) => {
    const workItemId = someItem(stage);
    if (workItemId === null) return null;
    return stage.supervise(what, (client, commandId) => send(client, { commandId, workItemId }, stage));
  };

/** One follower for each running hub. */
const followers = new WeakMap<object, FloorFollower>();

export const supervision: readonly Step[] = [
  step('a supervisor assigns', 4, async (stage) => {
    const workItemId = someItem(stage);
    const agentId = stage.random.pick(stage.agents)!;
    const overCapacity = stage.random.chance(0.6);
    if (workItemId === null) return null;
    return stage.supervise(`gives something to ${agentId}`, (client, commandId) =>
      client.work.assign({ commandId, workItemId, agentId, overCapacity }),
    );
  }),
  step(
    'a supervisor takes over',
    2,
    onItem('takes over', (client, input) => client.work.takeOver(input)),
  ),
  step(
    'a supervisor closes',
    2,
    onItem('closes', (client, input) => client.work.close(input)),
  ),
  step(
    'a supervisor reorders',
    2,
    onItem('reorders', (client, input, stage) =>
      client.work.setPriority({ ...input, priority: stage.random.between(0, 3) }),
    ),
  ),
  step(
    'a supervisor lowers a flag',
    1,
    onItem('lowers a flag', (client, input) => client.work.lowerFlag(input)),
  ),
  step(
    'a supervisor whispers',
    1,
    onItem('whispers', (client, { commandId, workItemId }) =>
      client.conversation.whisper({ clientId: commandId, workItemId, text: 'Well done' }),
    ),
  ),
  step('a supervisor returns work', 2, async (stage) => {
    const agentWorkId = someWork(stage, ['offered', 'opened', 'wrap-up']);
    if (agentWorkId === null) return null;
    return stage.supervise('returns work', (client, commandId) =>
      client.work.returnToQueue({ commandId, agentWorkId }),
    );
  }),
  step('a supervisor ends a wrap-up', 2, async (stage) => {
    const agentWorkId = someWork(stage, ['opened', 'wrap-up', 'wrap-up']);
    if (agentWorkId === null) return null;
    return stage.supervise('ends a wrap-up', (client, commandId) =>
      client.work.endWrapUp({ commandId, agentWorkId }),
    );
  }),
  step('a supervisor sets statuses', 3, async (stage) => {
    const agentIds = stage.agents.filter(() => stage.random.chance(0.4));
    if (agentIds.length === 0) return null;
    const statusId = stage.random.pick(['Available', 'Available', 'lunch', 'Offline'])!;
    const handOverOpenWork = stage.random.chance(0.5);
    return stage.supervise(`sets ${agentIds.length} to ${statusId}`, (client, commandId) =>
      client.agents.setStatus({ commandId, agentIds, statusId, handOverOpenWork }),
    );
  }),
  step('a supervisor signs an agent out', 1, async (stage) => {
    const agentIds = [stage.random.pick(stage.agents)!];
    const handOverOpenWork = stage.random.chance(0.7);
    return stage.supervise(`signs out ${agentIds[0]}`, (client, commandId) =>
      client.agents.signOut({ commandId, agentIds, handOverOpenWork }),
    );
  }),
  step('a supervisor changes queues', 1, async (stage) => {
    const agentIds = [stage.random.pick(stage.agents)!];
    const queue = stage.random.pick(['general', 'vip', 'phones'])!;
    const adds = stage.random.chance(0.7);
    return stage.supervise(`${adds ? 'adds' : 'takes out'} ${agentIds[0]} (${queue})`, (client, commandId) =>
      client.agents.changeQueues({
        commandId,
        agentIds,
        add: adds ? [queue] : [],
        remove: adds ? [] : [queue],
      }),
    );
  }),
  step('a supervisor looks', 1.5, async (stage) => {
    // Other hubs' changes arrive by NOTIFY, which these hubs do not listen to.
    if (stage.hubs > 1) return null;
    const { hub } = stage.world;
    const known = followers.get(hub);
    const follower = known ?? (await FloorFollower.start(stage.world, stage.agents[0]!));
    followers.set(hub, follower);
    const faults = await follower.differences();
    stage.faults.push(...faults.map((fault) => `theFloorIsWhatItIs: ${fault}`));
    return 'supervisor looks at the floor';
  }),
];
