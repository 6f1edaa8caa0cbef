import { expect, it } from 'vitest';
import { setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId } from '../support/world.ts';

onBothStores('links', (make) => {
  it('one missed heartbeat is unsteady and gets no new offers, two are lost; heartbeats restore the link', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await world.advance(60_000);
    expect((await world.snapshot('ann')).presence.link).toBe('connected');
    world.fallSilent('ann');
    await world.advance(16_000);
    expect((await world.snapshot('ann')).presence.link).toBe('unsteady');
    await world.chat();
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.advance(10_000);
    expect((await world.snapshot('ann')).presence.link).toBe('lost');
    await world.link('ann');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence).toMatchObject({
      link: 'connected',
      status: { id: 'Available' },
      reason: 'login',
    });
    expect(snapshot.offers).toHaveLength(1);
  });

  it.each([5, 15, 45])(
    'case 14: keeps conversations and status unchanged over a cut of %i s',
    async (seconds) => {
      const world = await make();
      await world.link('ann');
      const work = await talk(world, 'ann');
      await setStatus(world, 'ann', 'Busy');
      await world.cut('ann');
      await world.advance(seconds * 1000);
      await world.link('ann');
      const snapshot = await world.snapshot('ann');
      expect(snapshot.presence.status.id).toBe('Busy');
      expect(snapshot.work).toMatchObject([{ agentWorkId: work.agentWorkId }]);
    },
  );

  it('case 14: keeps the chat with the agent after a cut of 120 s, and the status says why it is Offline', async () => {
    const world = await make();
    await world.link('ann');
    await talk(world, 'ann');
    await world.cut('ann');
    await world.advance(120_000);
    await world.link('ann');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.work).toHaveLength(1);
    expect(snapshot.presence).toMatchObject({
      status: { id: 'Offline' },
      reason: 'link-lost',
      goBack: { id: 'Available' },
    });
  });

  it('case 11: returns work of an absent owner at its original age, with an entry in its history', async () => {
    const world = await make();
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    const { original_at } = await world.item(workItemId);
    await world.link('ben');
    await world.cut('ann');
    await world.advance(149_000);
    expect((await world.item(workItemId)).owner_agent_id).toBe('ann');
    await world.advance(1_000);
    expect((await world.snapshot('ben')).offers).toMatchObject([{ workItemId, waitingSince: original_at }]);
    const events = await world.store.reader
      .selectFrom('work_event')
      .select(['what', 'detail_json'])
      .where('work_item_id', '=', workItemId)
      .execute();
    expect(events.some((event) => event.what === 'queued' && event.detail_json.includes('owner-lost'))).toBe(
      true,
    );
    await world.link('ann');
    expect((await world.snapshot('ann')).notices).toMatchObject([{ kind: 'work-taken-back' }]);
  });

  it('returns voice work after 30 s and keeps records', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const record = await world.api().create({ channel: 'cases', queue: 'general', customer: 'Record' });
    const call = await world.api().create({ channel: 'calls', queue: 'general', customer: 'Call' });
    await world.settle();
    for (const offer of (await world.snapshot('ann')).offers)
      await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer.agentWorkId }));
    await world.cut('ann');
    await world.advance(30_000);
    expect((await world.item(call.id)).state).toBe('queued');
    await world.advance(600_000);
    expect((await world.item(record.id)).state).toBe('open');
  });

  it('withdraws an offer to a lost agent after 20 s at most', async () => {
    const world = await make({ routing: { pushTimeOutSeconds: 0 } });
    await world.link('ann');
    const item = await world.chat();
    expect((await world.snapshot('ann')).offers[0]!.deadline).toBeNull();
    await world.link('ben');
    await world.cut('ann');
    await world.advance(19_999);
    expect((await world.item(item)).owner_agent_id).toBe('ann');
    await world.advance(1);
    expect((await world.snapshot('ben')).offers).toHaveLength(1);
  });

  it('case 12: after ten minutes of sleep the link comes first, and an offer accepted five seconds later connects', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    world.fallSilent('ann');
    await world.advance(10 * 60_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({ link: 'lost', status: { id: 'Offline' } });
    await world.chat('Early');
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await world.link('ann');
    await setStatus(world, 'ann', 'Available');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.advance(5_000);
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    expect((await world.snapshot('ann')).work).toMatchObject([{ customer: 'Early', state: 'open' }]);
  });

  it('case 8: repeated cuts make no agent available', async () => {
    const world = await make();
    await world.link('ann');
    await setStatus(world, 'ann', 'Away');
    for (let minute = 0; minute < 30; minute++) {
      await world.cut('ann');
      await world.advance(20_000);
      await world.link('ann');
      await world.advance(40_000);
    }
    expect((await world.snapshot('ann')).presence.status.id).toBe('Away');
    const periods = await world.store.reader
      .selectFrom('presence_period')
      .select('base')
      .where('agent_id', '=', 'ann')
      .execute();
    expect(periods.map((period) => period.base)).toEqual(['available', 'away']);
  });

  it('keeps agents’ statuses while the hub is down for minutes', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const work = await talk(world, 'ann');
    await world.advance(5_000);
    await world.kill();
    world.clock.set(world.clock.now() + 10 * 60_000);
    await world.boot();
    await world.link('ann');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence.status.id).toBe('Available');
    expect(snapshot.work).toMatchObject([{ agentWorkId: work.agentWorkId }]);
  });

  it('marks no agent lost when the hub’s machine wakes from sleep', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await world.advance(5_000);
    world.clock.set(world.clock.now() + 10 * 60_000);
    await world.hub.tick();
    expect((await world.snapshot('ann')).presence).toMatchObject({
      link: 'connected',
      status: { id: 'Available' },
    });
  });

  it('does not treat a silent device as alive when the hub wakes from sleep', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann', 'desk');
    world.fallSilent('ann');
    await world.link('ann', 'laptop', 'run-2');
    await world.advance(20_000);
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('desk');
    world.sleep(10 * 60_000);
    await world.advance(10_000);
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('laptop');
  });

  it('case 21: one device rings; taking over moves it; the next one rings when that one disconnects', async () => {
    const world = await make();
    await world.link('ann', 'desk');
    await world.link('ann', 'laptop', 'run-2');
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('desk');
    await world.do(world.as('ann').link.ringHere({ commandId: commandId(), deviceId: 'laptop' }));
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('laptop');
    await world.cut('ann');
    expect((await world.snapshot('ann')).ringingDeviceId).toBe('desk');
  });

  it.each(['lunch', 'Busy', 'Away'])(
    'C7: an application restarted after a long cut restores the agent’s previous status: %s',
    async (statusId) => {
      const world = await make({ agents: ['ann'] });
      await world.link('ann');
      await setStatus(world, 'ann', statusId);
      await world.cut('ann');
      await world.advance(120_000);
      await world.link('ann', 'ann-device', 'run-2');
      expect((await world.snapshot('ann')).presence).toMatchObject({
        status: { id: statusId },
        reason: 'login',
        link: 'connected',
      });
    },
  );
});
