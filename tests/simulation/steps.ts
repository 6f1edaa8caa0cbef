/** Everything that agents, customers, admins and machines do in a simulated centre. */
import { randomUUID } from 'node:crypto';
import type { TransferTarget } from '#hub/work/open-work.ts';
import { putRouting, putUser } from '#hub/setup/write.ts';
import type { Stage } from './stage.ts';
import { type Step, step } from './step.ts';
import { supervision } from './supervisor-steps.ts';

const queues = ['general', 'general', 'vip', 'phones'];
const statuses = ['Available', 'Available', 'Available', 'Busy', 'lunch', 'Away', 'Busy_DND', 'Offline'];

const links: Step[] = [
  step('link', 12, async (stage) => {
    const name = stage.random.pick(stage.unlinked());
    if (!name) return null;
    const sameRun = stage.random.chance(0.6);
    const run = (stage.runs.get(name) ?? 0) + (sameRun ? 0 : 1);
    stage.runs.set(name, run);
    await stage.world.link(name, `${name}-device`, `run-${run}`);
    return `${name} links (${sameRun ? 'the same' : 'a new'} run)`;
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
  step('ring here', 1, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    return stage.command(name, 'rings here', (client, commandId) =>
      client.link.ringHere({ commandId, deviceId: `${name}-device` }),
    );
  }),
];

const presence: Step[] = [
  step('set status', 10, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    const statusId = stage.random.pick(statuses)!;
    const until = stage.random.chance(0.15)
      ? stage.world.clock.now() + stage.random.between(-5, 90) * 1000
      : null;
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
    const since = stage.world.clock.now() - stage.random.between(0, 120_000);
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

const offers: Step[] = [
  step('accept', 30, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.offers);
    if (!one) return null;
    const { agentWorkId } = one.found;
    stage.oldOffers.push({ agent: one.name, agentWorkId });
    return stage.command(one.name, 'accepts', (client, commandId) =>
      client.work.accept({ commandId, agentWorkId }),
    );
  }),
  step('accept late', 3, async (stage) => {
    const old = stage.random.pick(stage.oldOffers);
    if (!old) return null;
    return stage.command(old.agent, 'accepts what was offered long ago', (client, commandId) =>
      client.work.accept({ commandId, agentWorkId: old.agentWorkId }),
    );
  }),
  step('decline', 8, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.offers);
    if (!one) return null;
    const { agentWorkId } = one.found;
    stage.oldOffers.push({ agent: one.name, agentWorkId });
    const reasonId = stage.random.pick([null, 'r1', 'r2', 'r9'])!;
    return stage.command(one.name, `declines (${reasonId})`, (client, commandId) =>
      client.work.decline({ commandId, agentWorkId, reasonId, note: 'not now' }),
    );
  }),
  step('see an offer and do nothing', 4, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.offers);
    if (!one) return null;
    stage.oldOffers.push({ agent: one.name, agentWorkId: one.found.agentWorkId });
    return `${one.name} lets it ring`;
  }),
];

async function onOpenWork(
  stage: Stage,
  what: string,
  send: (
    client: Parameters<Parameters<Stage['command']>[2]>[0],
    input: { commandId: string; agentWorkId: string },
  ) => Promise<unknown>,
): Promise<string | null> {
  const one = await stage.somebody((snapshot) => snapshot.work);
  if (!one) return null;
  return stage.command(one.name, what, (client, commandId) =>
    send(client, { commandId, agentWorkId: one.found.agentWorkId }),
  );
}

async function onWrapUp(
  stage: Stage,
  what: string,
  send: (
    client: Parameters<Parameters<Stage['command']>[2]>[0],
    input: { commandId: string; agentWorkId: string },
  ) => Promise<unknown>,
): Promise<string | null> {
  const one = await stage.somebody((snapshot) => snapshot.wrapUps);
  if (!one) return null;
  return stage.command(one.name, what, (client, commandId) =>
    send(client, { commandId, agentWorkId: one.found.agentWorkId }),
  );
}

function someTarget(stage: Stage): TransferTarget {
  const kind = stage.random.pick(['queue', 'agent', 'agent', 'profile'] as const)!;
  if (kind === 'queue') return { kind, queueId: stage.random.pick(['general', 'vip', 'phones', 'nowhere'])! };
  if (kind === 'agent') return { kind, agentId: stage.random.pick(stage.agents)! };
  return { kind, profileId: stage.random.pick(['first', 'second'])! };
}

const openWork: Step[] = [
  step('end', 12, (stage) => onOpenWork(stage, 'ends', (client, input) => client.work.end(input))),
  step('hold', 3, (stage) => onOpenWork(stage, 'holds', (client, input) => client.work.hold(input))),
  step('resume', 3, (stage) => onOpenWork(stage, 'resumes', (client, input) => client.work.resume(input))),
  step('back to queue', 4, (stage) =>
    onOpenWork(stage, 'gives back', (client, input) => client.work.backToQueue(input)),
  ),
  step('transfer', 10, (stage) => {
    const to = someTarget(stage);
    return onOpenWork(stage, `transfers to ${Object.values(to).join(' ')}`, (client, input) =>
      client.work.transfer({ ...input, to, note: 'Please take this.' }),
    );
  }),
  step('cancel transfer', 3, (stage) =>
    onOpenWork(stage, 'cancels a transfer', (client, input) => client.work.cancelTransfer(input)),
  ),
  step('ask a supervisor', 1, (stage) => {
    const wanted = stage.random.chance(0.6);
    return onOpenWork(stage, wanted ? 'asks for help' : 'needs no help', (client, input) =>
      client.work.askSupervisor({ ...input, wanted }),
    );
  }),
  step('save notes', 5, (stage) => {
    const notes = `Notes ${stage.random.between(1, 1e6)}`;
    const outcome = stage.random.pick([undefined, null, 'Solved', 'Not solved', 'Nonsense']);
    const send: Parameters<typeof onOpenWork>[2] = (client, input) =>
      client.work.saveNotes({ ...input, notes, ...(outcome === undefined ? {} : { outcome }) });
    return stage.random.chance(0.5)
      ? onOpenWork(stage, 'writes notes', send)
      : onWrapUp(stage, 'writes notes in wrap-up', send);
  }),
  step('extend wrap-up', 4, (stage) =>
    onWrapUp(stage, 'extends', (client, input) => client.work.extendWrapUp(input)),
  ),
  step('finish wrap-up', 8, (stage) =>
    onWrapUp(stage, 'is done', (client, input) => client.work.finishWrapUp(input)),
  ),
  step('dismiss a notice', 3, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.notices);
    if (!one) return null;
    return stage.command(one.name, 'dismisses a notice', (client, commandId) =>
      client.work.dismissNotice({ commandId, noticeId: one.found.id }),
    );
  }),
  step('write to the customer', 6, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.work);
    if (!one) return null;
    const clientId = randomUUID();
    const send = () =>
      stage.world
        .as(one.name)
        .conversation.send({ workItemId: one.found.workItemId, clientId, text: 'How can I help?' });
    const outcome = await stage.attempt(send);
    if (outcome.refused === null)
      stage.acknowledged.push({ what: `${one.name} writes`, answer: outcome.answer, send });
    return `${one.name} writes${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
  step('read', 2, async (stage) => {
    const one = await stage.somebody((snapshot) => snapshot.work);
    if (!one) return null;
    await stage.attempt(() =>
      stage.world.as(one.name).conversation.markRead({ workItemId: one.found.workItemId, number: 1_000 }),
    );
    return `${one.name} reads`;
  }),
];

const practice: Step[] = [
  step('start practice', 1, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    return stage.command(name, 'starts practising', (client, commandId) =>
      client.practice.start({ commandId }),
    );
  }),
  step('stop practice', 2, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    return stage.command(name, 'stops practising', (client, commandId) =>
      client.practice.stop({ commandId }),
    );
  }),
];

const customers: Step[] = [
  step('start a chat', 22, async (stage) => {
    const queue = stage.random.pick(queues)!;
    stage.conversations.push(await stage.world.chat(`Customer ${stage.conversations.length + 1}`, queue));
    return `a customer comes to ${queue}`;
  }),
  step('customer writes', 10, async (stage) => {
    const id = stage.random.pick(stage.conversations.slice(-30));
    if (!id) return null;
    const clientId = randomUUID();
    const send = () => stage.world.customer(id).send({ clientId, text: 'Hello?' });
    const outcome = await stage.attempt(send);
    await stage.world.settle();
    if (outcome.refused === null)
      stage.acknowledged.push({ what: 'a customer writes', answer: outcome.answer, send });
    return `a customer writes${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
  step('customer leaves', 5, async (stage) => {
    const id = stage.random.pick(stage.conversations.slice(-30));
    if (!id) return null;
    await stage.attempt(() => stage.world.customer(id).end({}));
    await stage.world.settle();
    return 'a customer leaves';
  }),
  step('customer comes back', 3, async (stage) => {
    const id = stage.random.pick(stage.conversations.slice(-30));
    if (!id) return null;
    const events = await stage.world.customer(id).watch({ after: 0 });
    await events.next();
    await events.return?.();
    await stage.world.settle();
    return 'a customer looks in';
  }),
  step('work by API', 8, async (stage) => {
    const channel = stage.random.pick(['cases', 'cases', 'calls'])!;
    const queue = channel === 'calls' ? 'phones' : stage.random.pick(['general', 'vip'])!;
    const requiredAgent = stage.random.chance(0.2) ? stage.random.pick(stage.agents)! : null;
    const preferredAgent = stage.random.chance(0.2) ? stage.random.pick(stage.agents)! : null;
    await stage.attempt(() =>
      stage.world.api().create({
        channel,
        queue,
        customer: 'A company',
        requiredAgent,
        preferredAgent,
        externalId: stage.random.chance(0.3) ? `external-${stage.random.between(1, 20)}` : null,
        fields: { caseId: '4711' },
      }),
    );
    await stage.world.settle();
    return `${channel} by API${requiredAgent ? ` for ${requiredAgent}` : ''}${preferredAgent ? `, rather ${preferredAgent}` : ''}`;
  }),
  step('cancel by API', 2, async (stage) => {
    const waiting = await stage.world.store.reader
      .selectFrom('work_item')
      .select('id')
      .where('source', '=', 'api')
      .orderBy('id')
      .execute();
    const one = stage.random.pick(waiting);
    if (!one) return null;
    const outcome = await stage.attempt(() => stage.world.api().cancel({ id: one.id }));
    await stage.world.settle();
    return `cancelled by API${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
];

const setup: Step[] = [
  step('change the configuration', 5, async (stage) => {
    const { random } = stage;
    const change = random.pick([
      { capacity: random.between(1, 5) },
      { interruptibleCapacity: random.pick([null, 1, 2])! },
      { autoAccept: true, allowDecline: false },
      { autoAccept: false, allowDecline: true },
      { chooseDeclineReason: random.chance(0.5) },
      { automaticPresence: random.chance(0.5) },
      { oneAtATime: random.chance(0.5) },
      { handBackOffers: random.chance(0.5) },
      { statusOnDecline: random.chance(0.5) ? { statusId: 'lunch' } : null },
      { statusOnPushTimeOut: random.chance(0.5) ? { statusId: 'Missed' } : null },
      { missesBeforeStatusChanges: random.between(1, 3) },
      { wrapUp: random.chance(0.7) },
      { wrapUpHold: random.pick(['always', 'never', { firstSeconds: 10 }] as const)! },
      { idle: { enabled: random.chance(0.5), statusId: 'Away', afterMinutes: 1 } },
      { lock: { enabled: random.chance(0.5), statusId: 'Away' } },
    ])!;
    await stage.world.configure(change);
    await stage.world.settle();
    return `the configuration is changed: ${JSON.stringify(change)}`;
  }),
  step('change the push time-out', 2, async (stage) => {
    const { directory } = stage.world.hub.services.context;
    const routing = directory.routing.get('standard')!;
    const pushTimeOutSeconds = stage.random.pick([0, 5, 15, 30])!;
    await stage.world.change((db) =>
      putRouting(db, { ...routing, pushTimeOutSeconds, version: routing.version + 1 }),
    );
    await stage.world.settle();
    return `the push time-out is ${pushTimeOutSeconds} s now`;
  }),
  step("change a user's capacity", 2, async (stage) => {
    const user = stage.world.hub.services.context.directory.user(stage.random.pick(stage.agents)!);
    const capacity = stage.random.pick([null, 1, 2, 6])!;
    await stage.world.change((db) => putUser(db, { ...user, capacity, version: user.version + 1 }));
    await stage.world.settle();
    return `${user.id} has a capacity of ${capacity}`;
  }),
];

const trouble: Step[] = [
  step('replay a command', 4, (stage) => stage.replay()),
  step('kill the hub', 2, (stage) => stage.killAndBoot()),
  step('kill the hub and stay away', 0.5, async (stage) => {
    const seconds = stage.random.between(1, 300);
    await stage.world.kill();
    stage.world.clock.set(stage.world.clock.now() + seconds * 1000);
    await stage.reboot();
    await stage.world.advance(0);
    return `no hub for ${seconds} s`;
  }),
  step('clock jumps forward', 1, async (stage) => {
    const seconds = stage.random.between(1, 120);
    stage.world.clock.set(stage.world.clock.now() + seconds * 1000);
    await stage.world.advance(0);
    return `the clock jumps ${seconds} s forward`;
  }),
  step('clock steps back', 1, async (stage) => {
    const milliseconds = stage.random.between(1, 2_000);
    stage.world.clock.set(stage.world.clock.now() - milliseconds);
    return `the clock steps ${milliseconds} ms back`;
  }),
  step('many at once', 3, async (stage) => {
    const { world, random } = stage;
    const calls: (() => Promise<unknown>)[] = [];
    for (const name of stage.linked()) {
      const snapshot = await world.snapshot(name);
      for (const offer of snapshot.offers) {
        const input = { commandId: randomUUID(), agentWorkId: offer.agentWorkId };
        calls.push(() => world.as(name).work.accept(input));
        if (random.chance(0.5)) calls.push(() => world.as(name).work.accept(input));
        if (random.chance(0.3)) calls.push(() => world.customer(offer.workItemId).end({}));
        if (random.chance(0.3))
          calls.push(() =>
            world.as(name).work.decline({ ...input, commandId: randomUUID(), reasonId: 'r1', note: '' }),
          );
      }
      for (const work of snapshot.work) {
        const input = { commandId: randomUUID(), agentWorkId: work.agentWorkId };
        if (random.chance(0.2)) calls.push(() => world.as(name).work.end(input));
        if (random.chance(0.2)) calls.push(() => world.customer(work.workItemId).end({}));
        if (random.chance(0.2))
          calls.push(() => world.as(name).work.backToQueue({ ...input, commandId: randomUUID() }));
      }
    }
    await Promise.all(calls.map((call) => stage.attempt(call)));
    await world.settle();
    return `${calls.length} commands at once`;
  }),
];

export const steps: readonly Step[] = [
  ...links,
  ...presence,
  ...offers,
  ...openWork,
  ...practice,
  ...customers,
  ...setup,
  ...supervision,
  ...trouble,
];
