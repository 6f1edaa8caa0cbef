import { describe, expect, it } from 'vitest';
import { putRecord } from '#hub/setup/write.ts';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

onBothStores('presence', (make) => {
  it('signs in with the default, shows the granted statuses, and refuses any other', async () => {
    const world = await make({ users: { ann: { defaultStatusId: 'lunch' } } });
    await world.link('ann');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence).toMatchObject({ status: { id: 'lunch' }, reason: 'login', signedIn: true });
    expect(snapshot.statuses.map((status) => status.id)).toEqual([
      'Available',
      'Busy',
      'Busy_DND',
      'Away',
      'lunch',
      'Offline',
    ]);
    await expect(setStatus(world, 'ann', 'Missed')).rejects.toMatchObject({ code: 'STATUS_NOT_CHOOSABLE' });
    await expect(setStatus(world, 'ann', 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('allows only Offline to a user without any granted status', async () => {
    const world = await make({ users: { ann: { statusIds: [] } } });
    await world.link('ann');
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence.status.id).toBe('Offline');
    expect(snapshot.statuses.map((status) => status.id)).toEqual(['Offline']);
    await expect(setStatus(world, 'ann', 'Available')).rejects.toMatchObject({ code: 'STATUS_NOT_GRANTED' });
  });

  it('keeps availability unchanged when a second device connects', async () => {
    const world = await make();
    await world.link('ann');
    await setStatus(world, 'ann', 'Away');
    await world.link('ann', 'second-device', 'run-9');
    expect((await world.snapshot('ann')).presence.status.id).toBe('Away');
  });

  it('automatic presence follows the load; a manual choice holds until the next accept or close', async () => {
    const world = await make({
      configuration: { automaticPresence: true, capacity: 2 },
      agents: ['ann'],
      channel: { allowedBases: ['available', 'busy', 'busy-dnd'] },
    });
    await world.link('ann');
    const bases = async () => (await world.snapshot('ann')).presence.effectiveBase;
    expect(await bases()).toBe('available');
    const first = await talk(world, 'ann', 'One');
    expect(await bases()).toBe('busy');
    await talk(world, 'ann', 'Two');
    expect(await bases()).toBe('busy-dnd');
    await setStatus(world, 'ann', 'Available');
    expect(await bases()).toBe('available');
    await endWork(world, 'ann', first.agentWorkId);
    expect(await bases()).toBe('busy');
  });

  describe('a manual choice', () => {
    const held = async (world: World) => {
      await setStatus(world, 'ann', 'Available');
      expect(await baseOf(world)).toBe('available');
    };
    const baseOf = async (world: World) => (await world.snapshot('ann')).presence.effectiveBase;
    const open = (configuration: object) =>
      make({
        configuration: { automaticPresence: true, capacity: 3, ...configuration },
        agents: ['ann'],
        channel: { allowedBases: ['available', 'busy', 'busy-dnd'] },
      });

    it('ends when an offer is accepted', async () => {
      const world = await open({});
      await world.link('ann');
      await held(world);
      await talk(world, 'ann', 'One');
      expect(await baseOf(world)).toBe('busy');
      expect((await world.snapshot('ann')).presence.reason).toBe('auto-load');
    });

    it('ends when work is accepted automatically', async () => {
      const world = await open({ autoAccept: true, allowDecline: false });
      await world.link('ann');
      await held(world);
      await world.chat('One');
      expect(await baseOf(world)).toBe('busy');
    });

    it('ends with the conversation, also while its wrap-up holds the capacity', async () => {
      const world = await open({ wrapUp: true, wrapUpSeconds: 60, wrapUpHold: 'always' });
      await world.link('ann');
      const { agentWorkId } = await talk(world, 'ann', 'One');
      await held(world);
      await endWork(world, 'ann', agentWorkId);
      expect(await baseOf(world)).toBe('busy');
    });

    it('ends with a wrap-up that held no capacity', async () => {
      const world = await open({ wrapUp: true, wrapUpSeconds: 60, wrapUpHold: 'never' });
      await world.link('ann');
      const { agentWorkId } = await talk(world, 'ann', 'One');
      await talk(world, 'ann', 'Two');
      await endWork(world, 'ann', agentWorkId);
      await held(world);
      await world.do(world.as('ann').work.finishWrapUp({ commandId: commandId(), agentWorkId }));
      expect(await baseOf(world)).toBe('busy');
    });

    it('ends when a conversation is returned to the queue', async () => {
      const world = await open({});
      await world.link('ann');
      const { agentWorkId } = await talk(world, 'ann', 'One');
      await talk(world, 'ann', 'Two');
      await held(world);
      await world.do(world.as('ann').work.backToQueue({ commandId: commandId(), agentWorkId }));
      expect(await baseOf(world)).toBe('busy');
    });
  });

  it('applies automatic presence switched on in Setup at once, without a load change', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await talk(world, 'ann', 'One');
    await world.configure({ automaticPresence: true });
    await world.advance(1_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      effectiveBase: 'busy',
      reason: 'auto-load',
    });
  });

  it('holds a queued status until work ends, stops new offers, and clears it on a manual choice', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    await expect(
      world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }),
    ).rejects.toMatchObject({ code: 'NO_OPEN_WORK' });
    const work = await talk(world, 'ann');
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    await world.chat('New');
    expect((await world.snapshot('ann')).offers).toHaveLength(0);
    await setStatus(world, 'ann', 'Busy');
    expect((await world.snapshot('ann')).presence.next).toBeNull();
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
    await world.do(world.as('ann').presence.queueStatus({ commandId: commandId(), statusId: 'lunch' }));
    await world.do(world.as('ann').presence.clearQueuedStatus({ commandId: commandId() }));
    await endWork(world, 'ann', work.agentWorkId);
    expect((await world.snapshot('ann')).presence.status.id).toBe('Busy');
  });

  it('restores the previous status when a timed one ends', async () => {
    const world = await make();
    await world.link('ann');
    await expect(setStatus(world, 'ann', 'lunch', { until: world.clock.now() - 1 })).rejects.toMatchObject({
      code: 'END_IN_THE_PAST',
    });
    await setStatus(world, 'ann', 'lunch', { until: world.clock.now() + 600_000 });
    await world.advance(599_000);
    expect((await world.snapshot('ann')).presence.status.id).toBe('lunch');
    await world.advance(1_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      status: { id: 'Available' },
      reason: 'schedule',
    });
  });

  it('asks before going Offline with an open conversation; handing over returns it at its age', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const work = await talk(world, 'ann');
    const { original_at } = await world.item(work.workItemId);
    await world.advance(5_000);
    await expect(setStatus(world, 'ann', 'Offline')).rejects.toMatchObject({
      code: 'OPEN_WORK',
      data: { count: 1 },
    });
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
    await setStatus(world, 'ann', 'Offline', { handOverOpenWork: true });
    expect(await world.item(work.workItemId)).toMatchObject({ state: 'queued', original_at });
  });

  it('sets the configured status on idle, lock and suspend, and restores the previous one on return', async () => {
    const world = await make({
      configuration: {
        idle: { enabled: true, statusId: 'Away', afterMinutes: 5 },
        lock: { enabled: true, statusId: 'lunch' },
      },
    });
    await world.link('ann');
    const report = (state: 'active' | 'idle' | 'locked', since = world.clock.now()) =>
      world.do(world.as('ann').presence.reportActivity({ commandId: commandId(), state, since }));
    await report('idle');
    await world.advance(5 * 60_000 - 1);
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
    await world.advance(1);
    expect((await world.snapshot('ann')).presence).toMatchObject({ status: { id: 'Away' }, reason: 'idle' });
    await report('active');
    expect((await world.snapshot('ann')).presence.status.id).toBe('Available');
    await report('locked');
    expect((await world.snapshot('ann')).presence).toMatchObject({ status: { id: 'lunch' }, reason: 'lock' });
    await setStatus(world, 'ann', 'Busy');
    await report('active');
    expect((await world.snapshot('ann')).presence.status.id).toBe('Busy');
  });

  it('keeps a deactivated status while it is held, shown as retired, and removes it from the menu', async () => {
    const world = await make();
    await world.link('ann');
    await setStatus(world, 'ann', 'lunch');
    const lunch = world.hub.services.context.directory.status('lunch');
    await world.change((db) => putRecord(db, 'status', { ...lunch, active: false, version: 2 }));
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence.status).toMatchObject({ id: 'lunch', retired: true });
    expect(snapshot.statuses.map((status) => status.id)).not.toContain('lunch');
    await expect(setStatus(world, 'ann', 'lunch')).rejects.toMatchObject({ code: 'STATUS_INACTIVE' });
  });

  it('writes one history row per period, append-only', async () => {
    const world = await make();
    await world.link('ann');
    await world.advance(1_000);
    await setStatus(world, 'ann', 'lunch');
    await world.advance(2_000);
    await setStatus(world, 'ann', 'Available');
    const rows = await world.store.reader
      .selectFrom('presence_period')
      .selectAll()
      .where('agent_id', '=', 'ann')
      .orderBy('started_at')
      .execute();
    expect(
      rows.map((row) => [
        row.status_text,
        row.reason,
        row.ended_at === null ? null : row.ended_at - row.started_at,
      ]),
    ).toEqual([
      ['Available', 'login', 1_000],
      ['Lunch', 'manual', 2_000],
      ['Available', 'manual', null],
    ]);
  });

  it('goes Offline at once on sign-out: offers and conversations return, wrap-up runs to its deadline', async () => {
    const world = await make({ configuration: { wrapUp: true, wrapUpSeconds: 60 }, agents: ['ann'] });
    await world.link('ann');
    const one = await talk(world, 'ann', 'One');
    await endWork(world, 'ann', one.agentWorkId);
    const two = await talk(world, 'ann', 'Two');
    const three = await world.chat('Three');
    await expect(world.as('ann').presence.signOut({ commandId: commandId() })).rejects.toMatchObject({
      code: 'OPEN_WORK',
    });
    await world.do(world.as('ann').presence.signOut({ commandId: commandId(), handOverOpenWork: true }));
    const snapshot = await world.snapshot('ann');
    expect(snapshot.presence).toMatchObject({
      status: { id: 'Offline' },
      reason: 'sign-out',
      signedIn: false,
    });
    expect(snapshot.wrapUps).toHaveLength(1);
    expect((await world.item(two.workItemId)).state).toBe('queued');
    expect((await world.item(three)).state).toBe('queued');
    await world.advance(60_000);
    expect((await world.item(one.workItemId)).state).toBe('closed');
  });

  it('applies a changed configuration to signed-in agents at once', async () => {
    const world = await make({ configuration: { capacity: 1 }, agents: ['ann'] });
    await world.link('ann');
    await world.chat('One');
    await world.chat('Two');
    const before = await world.snapshot('ann');
    expect(before.offers).toHaveLength(1);
    await world.configure({ capacity: 2 });
    await world.advance(5_000);
    const after = await world.snapshot('ann');
    expect(after.capacity.primary.max).toBe(2000);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.offers).toHaveLength(2);
  });

  it('explains why no work arrives, with the rules of the router', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    expect(await world.as('ann').presence.whyNoWork({})).toEqual({ waiting: 0, reasons: [] });
    await setStatus(world, 'ann', 'lunch');
    await world.chat();
    const why = await world.as('ann').presence.whyNoWork({});
    expect(why.waiting).toBe(1);
    expect(why.reasons.map((reason) => reason.code)).toContain('status-not-open');
  });
});
