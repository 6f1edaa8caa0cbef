import { expect, it } from 'vitest';
import { onBothStores } from '../support/on-both.ts';
import { commandId } from '../support/world.ts';

onBothStores('offers', (make) => {
  it('offers a waiting chat to an agent who becomes available, with a deadline; accepting opens it', async () => {
    const world = await make();
    const item = await world.chat('Cora');
    await world.link('ann');
    const offered = (await world.snapshot('ann')).offers;
    expect(offered).toHaveLength(1);
    expect(offered[0]).toMatchObject({
      customer: 'Cora',
      subject: 'Help',
      size: 1000,
      pool: 'primary',
      canDecline: false,
    });
    expect(offered[0]!.deadline).toBe(world.clock.now() + 30_000);
    expect((await world.snapshot('ann')).capacity.primary).toEqual({ used: 1000, max: 5000 });

    await world.do(
      world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offered[0]!.agentWorkId }),
    );
    const after = await world.snapshot('ann');
    expect(after.offers).toHaveLength(0);
    expect(after.work).toMatchObject([{ workItemId: item, state: 'open', customer: 'Cora' }]);
    expect((await world.item(item)).state).toBe('open');
  });

  it('case 10: never exceeds capacity, offers included, when many chats arrive at once', async () => {
    const world = await make({ configuration: { capacity: 3 }, agents: ['ann'] });
    await world.link('ann');
    for (let n = 0; n < 20; n++) await world.chat(`Customer ${n}`);
    const snapshot = await world.snapshot('ann');
    expect(snapshot.offers).toHaveLength(3);
    expect(snapshot.capacity.primary).toEqual({ used: 3000, max: 3000 });
  });

  it('assigns five one-unit chats, not six, at capacity five', async () => {
    const world = await make({ configuration: { capacity: 5 }, agents: ['ann'] });
    for (let n = 0; n < 6; n++) await world.chat();
    await world.link('ann');
    expect((await world.snapshot('ann')).offers).toHaveLength(5);
  });

  it('shows one request at a time when configured to', async () => {
    const world = await make({ configuration: { oneAtATime: true }, agents: ['ann'] });
    await world.chat('First');
    await world.advance(1);
    await world.chat('Second');
    await world.link('ann');
    const [first, ...rest] = (await world.snapshot('ann')).offers;
    expect(rest).toHaveLength(0);
    expect(first!.customer).toBe('First');
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: first!.agentWorkId }));
    expect((await world.snapshot('ann')).offers.map((offer) => offer.customer)).toEqual(['Second']);
  });

  it('declines with a reason, stored as text and id; the item goes to another agent at its original age', async () => {
    const world = await make({
      configuration: { allowDecline: true, chooseDeclineReason: true, declineReasonIds: ['r1', 'r2'] },
    });
    await world.link('ann');
    const item = await world.chat();
    await world.advance(3_000);
    await world.link('ben');
    const [offer] = (await world.snapshot('ann')).offers;
    const decline = (reasonId: string | null) =>
      world.do(
        world
          .as('ann')
          .work.decline({ commandId: commandId(), agentWorkId: offer!.agentWorkId, reasonId, note: '' }),
      );
    await expect(decline(null)).rejects.toMatchObject({ code: 'DECLINE_REASON_REQUIRED' });
    await expect(decline('r9')).rejects.toMatchObject({ code: 'DECLINE_REASON_UNKNOWN' });
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    await decline('r1');
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    const [next] = (await world.snapshot('ben')).offers;
    expect(next).toMatchObject({ workItemId: item, waitingSince: offer!.waitingSince });
    const row = await world.store.reader
      .selectFrom('agent_work')
      .selectAll()
      .where('id', '=', offer!.agentWorkId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'declined', decline_reason_id: 'r1', decline_reason: 'Wrong queue' });
  });

  it('refuses to decline where declining is not allowed', async () => {
    const world = await make();
    await world.link('ann');
    await world.chat();
    const [offer] = (await world.snapshot('ann')).offers;
    await expect(
      world
        .as('ann')
        .work.decline({ commandId: commandId(), agentWorkId: offer!.agentWorkId, reasonId: null, note: '' }),
    ).rejects.toMatchObject({ code: 'DECLINE_NOT_ALLOWED' });
  });

  it('case 16: does not loop offers to a lone agent, sets status-after-decline first, starves no item', async () => {
    const world = await make({ configuration: { allowDecline: true }, agents: ['ann'] });
    await world.link('ann');
    await world.chat();
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(
      world
        .as('ann')
        .work.decline({ commandId: commandId(), agentWorkId: offer!.agentWorkId, reasonId: null, note: '' }),
    );
    await world.advance(29_000);
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.advance(1_000);
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
  });

  it('case 16: applies status-after-decline before routing, so the declining agent gets nothing', async () => {
    const world = await make({
      configuration: { allowDecline: true, statusOnDecline: { statusId: 'lunch' } },
      agents: ['ann'],
    });
    await world.link('ann');
    await world.chat('One');
    await world.chat('Two');
    const { offers } = await world.snapshot('ann');
    await world.do(
      world.as('ann').work.decline({
        commandId: commandId(),
        agentWorkId: offers[0]!.agentWorkId,
        reasonId: null,
        note: '',
      }),
    );
    const after = await world.snapshot('ann');
    expect(after.presence).toMatchObject({
      status: { id: 'lunch' },
      reason: 'decline',
      setBy: { kind: 'system' },
      goBack: { id: 'Available' },
    });
    expect(after.offers).toHaveLength(0);
  });

  it('times out, changes the status after the set number of misses, says why, and excludes the session', async () => {
    const world = await make({
      configuration: { statusOnPushTimeOut: { statusId: 'Missed' }, missesBeforeStatusChanges: 2 },
    });
    await world.link('ann');
    await world.chat('Ida');
    await world.advance(29_999);
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    await world.advance(1);
    const once = await world.snapshot('ann');
    expect(once.offers).toHaveLength(0);
    expect(once.presence.status.id).toBe('Available');
    expect(once.notices).toMatchObject([
      { kind: 'missed-request', params: { customer: 'Ida', waitedSeconds: 30 } },
    ]);
    await world.chat('Uma');
    await world.advance(30_000);
    const twice = await world.snapshot('ann');
    expect(twice.presence).toMatchObject({
      status: { id: 'Missed' },
      reason: 'push-time-out',
      detail: { waitedSeconds: 30 },
      goBack: { id: 'Available' },
    });
  });

  it('reports the current owner on a late accept; a second accept of the same offer is a no-op', async () => {
    const world = await make();
    await world.link('ann');
    await world.chat('Ida');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.link('ben');
    await world.advance(30_000);
    const [second] = (await world.snapshot('ben')).offers;
    await world.do(world.as('ben').work.accept({ commandId: commandId(), agentWorkId: second!.agentWorkId }));
    await expect(
      world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }),
    ).rejects.toMatchObject({
      code: 'TOO_LATE',
      data: { owner: 'Ben', customer: 'Ida' },
    });
    await world.do(world.as('ben').work.accept({ commandId: commandId(), agentWorkId: second!.agentWorkId }));
    expect((await world.snapshot('ben')).work).toHaveLength(1);
  });

  it('answers a replayed command identically and changes nothing', async () => {
    const world = await make();
    await world.link('ann');
    await world.chat();
    const [offer] = (await world.snapshot('ann')).offers;
    const id = commandId();
    const first = await world.do(
      world.as('ann').work.accept({ commandId: id, agentWorkId: offer!.agentWorkId }),
    );
    const before = await world.snapshot('ann');
    const again = await world.do(
      world.as('ann').work.accept({ commandId: id, agentWorkId: offer!.agentWorkId }),
    );
    expect(again).toEqual(first);
    expect((await world.snapshot('ann')).version).toBe(before.version);
    await expect(
      world.as('ben').work.accept({ commandId: id, agentWorkId: offer!.agentWorkId }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('withdraws the offer when the customer leaves while it rings', async () => {
    const world = await make();
    await world.link('ann');
    const item = await world.chat();
    await world.do(world.customer(item).end({}));
    const snapshot = await world.snapshot('ann');
    expect(snapshot.offers).toHaveLength(0);
    expect(snapshot.capacity.primary.used).toBe(0);
    expect(await world.item(item)).toMatchObject({ state: 'cancelled', ended_by: 'customer' });
  });

  it('opens auto-accepted work at once', async () => {
    const world = await make({ configuration: { autoAccept: true } });
    await world.link('ann');
    await world.chat();
    expect((await world.snapshot('ann')).work).toMatchObject([{ autoAccepted: true, state: 'open' }]);
  });

  it('orders by priority number, then age; an item no agent may take blocks no other', async () => {
    const world = await make({ configuration: { capacity: 1 }, agents: ['ann'] });
    await world.api().create({ channel: 'calls', queue: 'phones', customer: 'Nobody', requiredAgent: null });
    await world.chat('Early');
    await world.advance(10);
    await world.chat('Very important', 'vip');
    await world.link('ann');
    expect((await world.snapshot('ann')).offers.map((offer) => offer.customer)).toEqual(['Very important']);
  });

  it('gives capacity added in Setup to the first in the queue, even if another item arrives meanwhile', async () => {
    const world = await make({ configuration: { capacity: 1 }, agents: ['ann'] });
    await world.link('ann');
    await world.chat('Taken');
    await world.chat('Very important', 'vip');
    await world.configure({ capacity: 2 });
    await world.chat('Late');
    const customers = (await world.snapshot('ann')).offers.map((offer) => offer.customer);
    expect(customers.toSorted()).toEqual(['Taken', 'Very important']);
  });

  it('withdraws offers the new status does not allow; Offline withdraws all', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const item = await world.chat();
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    expect((await world.item(item)).state).toBe('queued');
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'Available' }));
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    await world.configure({ handBackOffers: false });
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'lunch' }));
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    await world.do(world.as('ann').presence.setStatus({ commandId: commandId(), statusId: 'Offline' }));
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
  });
});
