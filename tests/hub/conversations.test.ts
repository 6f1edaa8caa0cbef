import { expect, it } from 'vitest';
import type { ConversationEvent, CustomerEvent } from '#core/conversations/message.ts';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId } from '../support/world.ts';

/** Reads from a stream until `wanted` arrives. */
async function until<T>(stream: AsyncIterator<T>, wanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const { value, done } = await stream.next();
    if (done) throw new Error('the stream ended first');
    if (wanted(value)) return value;
  }
}

onBothStores('conversations', (make) => {
  it('carry messages both ways, numbered, with the alias for the customer', async () => {
    const world = await make({ configuration: { agentAlias: 'Support team' }, agents: ['ann'] });
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    const agent = await world.as('ann').conversation.watch({ workItemId });
    const customer = await world.customer(workItemId).watch({});
    await until<ConversationEvent>(agent, (event) => event.kind === 'history');
    await world.customer(workItemId).send({ clientId: 'c1', text: 'Hello' });
    const heard = await until<ConversationEvent>(agent, (event) => event.kind === 'messages');
    expect(heard).toMatchObject({
      messages: [{ from: 'customer', sender: 'Cora', text: 'Hello', number: 2 }],
    });
    await world.as('ann').conversation.send({ workItemId, clientId: 'a1', text: 'Hi Cora' });
    const got = await until<CustomerEvent>(
      customer,
      (event) => event.kind === 'messages' && event.messages.some((message) => message.from === 'agent'),
    );
    expect(got.kind === 'messages' && got.messages.at(-1)).toMatchObject({
      sender: 'Support team',
      text: 'Hi Cora',
    });
    await agent.return?.(undefined);
    await customer.return?.(undefined);
  });

  it('store one message per client id, however often it is sent', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    const [one, two] = [
      await world.customer(workItemId).send({ clientId: 'same', text: 'Once' }),
      await world.customer(workItemId).send({ clientId: 'same', text: 'Once' }),
    ];
    expect(two).toEqual(one);
    const three = await world.as('ann').conversation.send({ workItemId, clientId: 'mine', text: 'Once too' });
    expect(
      await world.as('ann').conversation.send({ workItemId, clientId: 'mine', text: 'Once too' }),
    ).toEqual(three);
    expect(three.number).toBe(one.number + 1);
  });

  it('report the position and an estimate while queued, then the agent’s name', async () => {
    const world = await make({ configuration: { capacity: 1 }, agents: ['ann'] });
    await world.chat('First');
    await world.advance(1_000);
    const second = await world.chat('Second');
    const customer = await world.customer(second).watch({});
    const view = await until<CustomerEvent>(customer, (event) => event.kind === 'view');
    expect(view).toMatchObject({ view: { state: 'waiting', position: 2, agent: null } });
    await world.link('ann');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    world.clock.set(world.clock.now() + 1_000);
    const moved = await until<CustomerEvent>(
      customer,
      (event) => event.kind === 'view' && event.view.position === 1,
    );
    expect(moved).toMatchObject({ view: { state: 'waiting' } });
    await customer.return?.(undefined);
  });

  it('count unread messages, mark them read both ways, and track whose turn it is', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    await world.customer(workItemId).send({ clientId: '1', text: 'One' });
    const { number } = await world.customer(workItemId).send({ clientId: '2', text: 'Two' });
    const conversation = async () => (await world.snapshot('ann')).work[0]!.conversation!;
    expect(await conversation()).toMatchObject({
      unread: 2,
      lastMessage: { text: 'Two', from: 'customer' },
      waitingForYouSince: expect.any(Number),
    });
    await world.as('ann').conversation.markRead({ workItemId, number });
    expect((await conversation()).unread).toBe(0);
    await world.as('ann').conversation.send({ workItemId, clientId: '3', text: 'Three' });
    expect((await conversation()).waitingForYouSince).toBeNull();
  });

  it('accept no messages once ended; the transcript says who left', async () => {
    const world = await make({ configuration: { wrapUp: true, wrapUpSeconds: 60 }, agents: ['ann'] });
    await world.link('ann');
    const { workItemId, agentWorkId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    await expect(world.customer(workItemId).send({ clientId: 'x', text: 'Hello?' })).rejects.toMatchObject({
      code: 'CONVERSATION_ENDED',
    });
    await expect(
      world.as('ann').conversation.send({ workItemId, clientId: 'y', text: 'Hello?' }),
    ).rejects.toMatchObject({ code: 'CONVERSATION_ENDED' });
    const history = await until<ConversationEvent>(
      await world.as('ann').conversation.watch({ workItemId }),
      () => true,
    );
    expect(history.kind === 'history' && history.messages.map((message) => message.event)).toEqual([
      'agent-joined',
      'ended',
    ]);
  });

  it('refuse empty messages and messages over 32 kB, with the reason', async () => {
    const world = await make({ agents: ['ann'] });
    const item = await world.chat();
    await expect(world.customer(item).send({ clientId: '1', text: '   ' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(
      world.customer(item).send({ clientId: '1', text: 'ö'.repeat(20_000) }),
    ).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it('rate-limit a flooding customer and no other', async () => {
    const world = await make({ agents: ['ann'] });
    const noisy = await world.chat('Noisy');
    const quiet = await world.chat('Quiet');
    let refused: unknown = null;
    for (let n = 0; n < 50 && !refused; n++)
      await world
        .customer(noisy)
        .send({ clientId: `${n}`, text: 'Hey' })
        .catch((error: unknown) => (refused = error));
    expect(refused).toMatchObject({ code: 'TOO_MANY', data: { seconds: expect.any(Number) } });
    await expect(world.customer(quiet).send({ clientId: '1', text: 'Hello' })).resolves.toMatchObject({
      text: 'Hello',
    });
  });

  it('are inaccessible to other agents, with all their messages', async () => {
    const world = await make();
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    await world.link('ben');
    for (const attempt of [
      () => world.as('ben').conversation.watch({ workItemId }),
      () => world.as('ben').conversation.older({ workItemId, before: 5 }),
      () => world.as('ben').conversation.send({ workItemId, clientId: 'x', text: 'Hi' }),
      () => world.as('ben').conversation.panel({ workItemId }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('transfer to an agent: the first keeps it until it is accepted, then wraps up; the age stays', async () => {
    const world = await make({ configuration: { wrapUp: true, wrapUpSeconds: 60 } });
    await world.link('ann');
    const { workItemId, agentWorkId } = await talk(world, 'ann');
    const { original_at } = await world.item(workItemId);
    const transfer = () =>
      world.do(
        world.as('ann').work.transfer({
          commandId: commandId(),
          agentWorkId,
          to: { kind: 'agent', agentId: 'ben' },
          note: 'billing',
        }),
      );
    await expect(transfer()).rejects.toMatchObject({ code: 'DESTINATION_NOT_SIGNED_IN' });
    await world.link('ben');
    await transfer();
    await expect(transfer()).rejects.toMatchObject({ code: 'TRANSFER_RUNNING' });
    expect((await world.snapshot('ann')).work).toMatchObject([{ agentWorkId, transfer: { to: 'Ben' } }]);
    const [offer] = (await world.snapshot('ben')).offers;
    expect(offer).toMatchObject({
      workItemId,
      transfer: { from: 'Ann', note: 'billing' },
      waitingSince: original_at,
    });
    await world.do(world.as('ben').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    const ann = await world.snapshot('ann');
    expect(ann.work).toHaveLength(0);
    expect(ann.wrapUps).toMatchObject([{ agentWorkId }]);
    expect(ann.notices).toMatchObject([{ kind: 'transfer-accepted' }]);
    expect((await world.snapshot('ben')).work).toMatchObject([{ workItemId }]);
    await world.advance(60_000);
    expect((await world.item(workItemId)).state).toBe('open');
    expect((await world.snapshot('ann')).capacity.primary.used).toBe(0);
  });

  it('return a declined or missed transfer with a notice', async () => {
    const world = await make({ configuration: { allowDecline: true } });
    await world.link('ann');
    await world.link('ben');
    await setStatus(world, 'ben', 'Away');
    const { agentWorkId } = await talk(world, 'ann');
    await setStatus(world, 'ben', 'Available');
    const transfer = () =>
      world.do(
        world.as('ann').work.transfer({
          commandId: commandId(),
          agentWorkId,
          to: { kind: 'agent', agentId: 'ben' },
          note: '',
        }),
      );
    await transfer();
    const [offer] = (await world.snapshot('ben')).offers;
    await world.do(world.as('ben').work.decline({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    expect((await world.snapshot('ann')).work).toMatchObject([{ agentWorkId, transfer: null }]);
    await transfer();
    await world.advance(30_000);
    const snapshot = await world.snapshot('ann');
    expect(snapshot.work).toMatchObject([{ agentWorkId, transfer: null }]);
    expect(snapshot.notices).toMatchObject([
      { kind: 'transfer-returned', params: { how: 'declined-on-push-time-out', times: 2 } },
    ]);
    expect((await world.snapshot('ben')).capacity.primary.used).toBe(0);
  });

  it('transfer to a queue: offer it to that queue’s agents except the sender; can be cancelled', async () => {
    const world = await make();
    await world.link('ann');
    const { agentWorkId, workItemId } = await talk(world, 'ann');
    await world.do(
      world
        .as('ann')
        .work.transfer({ commandId: commandId(), agentWorkId, to: { kind: 'queue', queueId: 'vip' } }),
    );
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.do(world.as('ann').work.cancelTransfer({ commandId: commandId(), agentWorkId }));
    await world.link('ben');
    expect((await world.snapshot('ben')).offers).toHaveLength(0);
    await world.do(
      world
        .as('ann')
        .work.transfer({ commandId: commandId(), agentWorkId, to: { kind: 'queue', queueId: 'vip' } }),
    );
    const [offer] = (await world.snapshot('ben')).offers;
    await world.do(world.as('ben').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    expect(await world.item(workItemId)).toMatchObject({ owner_agent_id: 'ben', queue_id: 'vip' });
  });

  it('transfer only to allowed destinations', async () => {
    const world = await make({
      configuration: { messagingDestinations: { profiles: [], queues: ['vip'], flows: [] } },
    });
    await world.link('ann');
    await world.link('ben');
    await setStatus(world, 'ben', 'Away');
    const { agentWorkId } = await talk(world, 'ann');
    expect(
      (await world.as('ann').work.destinations({ agentWorkId })).queues.map((queue) => queue.id),
    ).toEqual(['vip']);
    await expect(
      world
        .as('ann')
        .work.transfer({ commandId: commandId(), agentWorkId, to: { kind: 'queue', queueId: 'general' } }),
    ).rejects.toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
  });

  it('support hold, resume, return to queue excluding the agent, and the help flag', async () => {
    const world = await make();
    await world.link('ann');
    const { agentWorkId, workItemId } = await talk(world, 'ann');
    const act = (what: 'hold' | 'resume' | 'backToQueue') =>
      world.do(world.as('ann').work[what]({ commandId: commandId(), agentWorkId }));
    await act('hold');
    expect((await world.snapshot('ann')).work[0]!.state).toBe('on-hold');
    await act('resume');
    await world.do(world.as('ann').work.askSupervisor({ commandId: commandId(), agentWorkId, wanted: true }));
    expect((await world.snapshot('ann')).work[0]).toMatchObject({ state: 'open', helpWanted: true });
    await act('backToQueue');
    expect((await world.item(workItemId)).state).toBe('queued');
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.link('ben');
    expect((await world.snapshot('ben')).offers).toMatchObject([{ workItemId }]);
  });

  it('open records with their fields and their address in the CRM, and end without a conversation', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const record = await world.api().create({
      externalId: 'case-7',
      channel: 'cases',
      queue: 'general',
      customer: 'Acme',
      fields: { caseId: '00 7' },
    });
    await world.settle();
    expect(
      await world
        .api()
        .create({ externalId: 'case-7', channel: 'cases', queue: 'general', customer: 'Acme' }),
    ).toMatchObject({ id: record.id });
    const [offer] = (await world.snapshot('ann')).offers;
    expect(offer).toMatchObject({ pool: 'interruptible', channel: { kind: 'case' } });
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    expect((await world.snapshot('ann')).work[0]).toMatchObject({
      conversation: null,
      fields: { caseId: '00 7' },
      popUpUrl: 'https://crm.example/00%207',
    });
    await expect(
      world.as('ann').conversation.send({ workItemId: record.id, clientId: 'x', text: 'Hi' }),
    ).rejects.toMatchObject({ code: 'NOT_A_CONVERSATION' });
    await endWork(world, 'ann', offer!.agentWorkId);
    expect(await world.api().get({ id: record.id })).toMatchObject({
      state: 'closed',
      owner: 'ann',
      endedBy: 'agent',
    });
  });

  it('practise with customers who write, answer and leave, for this agent only', async () => {
    const world = await make();
    await world.link('ann');
    await world.link('ben');
    await world.do(world.as('ann').practice.start({ commandId: commandId() }));
    await world.advance(5_000);
    const [offer] = (await world.snapshot('ann')).offers;
    expect(offer).toBeDefined();
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    await world.advance(5_000);
    const lastFrom = async () => (await world.snapshot('ann')).work[0]?.conversation?.lastMessage?.from;
    expect(await lastFrom()).toBe('customer');
    await world
      .as('ann')
      .conversation.send({ workItemId: offer!.workItemId, clientId: 'a', text: 'How can I help?' });
    await world.advance(15_000);
    expect(await lastFrom()).toBe('customer');
    await world.do(world.as('ann').practice.stop({ commandId: commandId() }));
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    expect((await world.snapshot('ben')).offers).toHaveLength(0);
    await world.advance(120_000);
    expect((await world.snapshot('ann')).work).toHaveLength(0);
  });
});
