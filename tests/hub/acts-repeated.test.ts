/** A supervisor's bulk action repeated after a lost response: returns the same response, applies nothing twice. */
import { expect, it } from 'vitest';
import type { User } from '#core/setup/people.ts';
import { putRecord, putUser } from '#hub/setup/write.ts';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { aProfile } from '../support/setup-records.ts';
import { commandId, type World } from '../support/world.ts';

const kim: Partial<User> = { name: 'Kim', roles: ['supervisor'] };
const people = { agents: ['ann', 'ben', 'kim'], users: { kim } };

/** Everything that an action could leave behind. */
const traces = async (world: World) => ({
  audit: await world.store.reader.selectFrom('audit').select(['action', 'entity_id']).execute(),
  versions: await world.store.reader
    .selectFrom('agent_state')
    .select(['agent_id', 'version'])
    .orderBy('agent_id')
    .execute(),
});

onBothStores('a repeated bulk action on several agents', (make) => {
  it('setting a status: does not retry agents refused the first time', async () => {
    const world = await make(people);
    await world.link('ann');
    await world.link('ben');
    const { agentWorkId } = await talk(world, 'ann');
    const act = { commandId: commandId(), agentIds: ['ann', 'ben', 'kim'], statusId: 'Offline' };
    const as = world.supervisorAs('kim');
    const first = await world.do(as.agents.setStatus(act));
    expect(first.refused.map(({ agentId, code }) => [agentId, code])).toEqual([
      ['ann', 'OPEN_WORK'],
      ['kim', 'DESTINATION_NOT_SIGNED_IN'],
    ]);
    // By now it would succeed for both; but the supervisor has been, or will be, shown the refusals.
    await endWork(world, 'ann', agentWorkId);
    await world.link('kim');
    const before = await traces(world);
    expect(await world.do(as.agents.setStatus(act))).toEqual(first);
    expect(await traces(world)).toEqual(before);
    expect((await world.snapshot('ann')).presence.effectiveBase).toBe('available');
  });

  it('setting a status: repeats its answer after the status was deactivated', async () => {
    const world = await make(people);
    await world.link('ann');
    const act = { commandId: commandId(), agentIds: ['ann', 'ben'], statusId: 'lunch' };
    const as = world.supervisorAs('kim');
    const first = await world.do(as.agents.setStatus(act));
    const lunch = world.hub.services.context.directory.statuses.get('lunch')!;
    await world.change((db) =>
      putRecord(db, 'status', { ...lunch, active: false, version: lunch.version + 1 }),
    );
    expect(await world.do(as.agents.setStatus(act))).toEqual(first);
  });

  it('ending wrap-ups: leaves a wrap-up that began since', async () => {
    const world = await make({ ...people, configuration: { wrapUp: true, wrapUpSeconds: 60 } });
    await world.link('ann');
    const act = { commandId: commandId(), agentIds: ['ann', 'nobody'] };
    const as = world.supervisorAs('kim');
    const first = await world.do(as.agents.endWrapUps(act));
    expect(first.refused).toMatchObject([{ agentId: 'nobody', code: 'NOT_FOUND' }]);
    const { agentWorkId } = await talk(world, 'ann');
    await endWork(world, 'ann', agentWorkId);
    expect(await world.do(as.agents.endWrapUps(act))).toEqual(first);
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(1);
  });

  it('signing out: leaves an agent who signed in again since', async () => {
    const world = await make(people);
    await world.link('ann');
    await world.link('ben');
    await talk(world, 'ann');
    const act = { commandId: commandId(), agentIds: ['ann', 'ben'] };
    const as = world.supervisorAs('kim');
    const first = await world.do(as.agents.signOut(act));
    expect(first.refused).toMatchObject([{ agentId: 'ann', code: 'OPEN_WORK', params: { count: 1 } }]);
    await world.link('ben', 'ben-device', 'run-2');
    await setStatus(world, 'ben', 'Available');
    const before = await traces(world);
    expect(await world.do(as.agents.signOut(act))).toEqual(first);
    expect(await traces(world)).toEqual(before);
    expect((await world.snapshot('ben')).presence.signedIn).toBe(true);
  });

  it('changing queues: names members by profile again, and keeps a later change', async () => {
    const world = await make(people);
    const { queues } = world.hub.services.context.directory;
    await world.change(async (db) => {
      await putRecord(db, 'profile', aProfile());
      await putUser(db, { ...world.userOf('ben'), profileId: 'p1', version: 2 });
      await putRecord(db, 'queue', {
        ...queues.get('vip')!,
        memberProfileIds: ['p1'],
        memberUserIds: ['ann'],
        version: 2,
      });
    });
    const act = { commandId: commandId(), agentIds: ['ann', 'ben'], remove: ['vip'] };
    const as = world.supervisorAs('kim');
    const first = await world.do(as.agents.changeQueues(act));
    expect(first.refused).toMatchObject([{ agentId: 'ben', code: 'MEMBER_BY_PROFILE' }]);
    await world.do(as.agents.changeQueues({ commandId: commandId(), agentIds: ['ann'], add: ['vip'] }));
    const before = await traces(world);
    expect(await world.do(as.agents.changeQueues(act))).toEqual(first);
    expect(await traces(world)).toEqual(before);
    expect(world.hub.services.context.directory.queues.get('vip')!.memberUserIds).toEqual(['ann']);
  });

  it('while the first still runs: both get one answer, and it is applied once', async () => {
    const world = await make(people);
    await world.link('ann');
    const act = { commandId: commandId(), agentIds: ['ann', 'ben'], statusId: 'lunch' };
    const as = world.supervisorAs('kim');
    const [one, other] = await world.do(Promise.all([as.agents.setStatus(act), as.agents.setStatus(act)]));
    expect(one.refused).toMatchObject([{ agentId: 'ben', code: 'DESTINATION_NOT_SIGNED_IN' }]);
    expect(other).toEqual(one);
    expect((await traces(world)).audit).toEqual([{ action: 'set-status', entity_id: 'ann' }]);
  });

  it('is refused when another supervisor sends the same id', async () => {
    const world = await make({ ...people, users: { kim, ben: { roles: ['supervisor'] } } });
    await world.link('ann');
    const act = { commandId: commandId(), agentIds: ['ann'], statusId: 'lunch' };
    await world.do(world.supervisorAs('kim').agents.setStatus(act));
    await expect(world.supervisorAs('ben').agents.setStatus(act)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});
