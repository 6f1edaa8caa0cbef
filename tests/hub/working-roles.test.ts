import { expect, it } from 'vitest';
import { talk } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import type { World } from '../support/world.ts';

/** Gives the user these roles, as an admin does. */
async function giveRoles(world: World, name: string, roles: readonly string[]): Promise<void> {
  const picture = await world.setupAs('adam').picture({});
  const { id, version, ...record } = picture.users.find((one) => one.id === name)!;
  await world.do(world.setupAs('adam').save.user({ id, version, record: { ...record, roles } as never }));
}

onBothStores('roles that take work', (make) => {
  const people = { agents: ['ann', 'adam'], users: { adam: { roles: ['admin' as const] } } };

  it('S9: an administrator without other roles has a link, is not signed in and is offered nothing', async () => {
    const world = await make(people);
    await world.link('adam');
    const item = await world.chat();
    await world.advance(60_000);
    expect(await world.snapshot('adam')).toMatchObject({
      presence: { signedIn: false, link: 'connected', status: { base: 'offline' } },
      offers: [],
      notices: [],
    });
    expect((await world.item(item)).state).toBe('queued');
  });

  it('S9: excludes the administrator from assignment by a supervisor and from items that request them', async () => {
    const world = await make({
      agents: ['sue', 'adam'],
      users: { adam: { roles: ['admin'] }, sue: { roles: ['supervisor'] } },
    });
    await world.link('adam');
    const { id } = await world
      .api()
      .create({ channel: 'cases', queue: 'general', customer: 'A company', requiredAgent: 'adam' });
    await world.advance(10_000);
    expect((await world.item(id)).state).toBe('queued');
    const assigned = world
      .supervisorAs('sue')
      .work.assign({ commandId: crypto.randomUUID(), workItemId: id, agentId: 'adam', overCapacity: true });
    await expect(assigned).rejects.toMatchObject({ code: 'AGENT_NOT_ROUTABLE' });
  });

  it('S9: offers work to a supervisor who takes work', async () => {
    const world = await make({ agents: ['sue'], users: { sue: { roles: ['supervisor'] } } });
    await world.link('sue');
    await world.chat();
    expect((await world.snapshot('sue')).offers).toHaveLength(1);
  });

  it('S9: signs an agent who becomes administrator only out of routing, and returns the conversations', async () => {
    const world = await make({ agents: ['ann', 'adam'], users: { adam: { roles: ['admin'] } } });
    await world.link('ann');
    const { workItemId } = await talk(world, 'ann');
    await giveRoles(world, 'ann', ['admin']);
    await world.advance(2_000);
    expect((await world.snapshot('ann')).presence).toMatchObject({
      signedIn: false,
      status: { base: 'offline' },
    });
    expect((await world.item(workItemId)).state).toBe('queued');
  });
});
