import { expect, it } from 'vitest';
import { MAX_NOTICES, NOTICE_TTL_MS } from '#core/defaults.ts';
import { formatText } from '#core/i18n/texts.ts';
import { addNotice } from '#hub/ledger/notices.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

/** The agent lets a request time out. */
async function miss(world: World, customer: string): Promise<void> {
  const item = await world.chat(customer);
  await world.advance(30_000);
  await world.do(world.customer(item).end({}));
}

onBothStores('notices', (make) => {
  const never = { configuration: { statusOnPushTimeOut: null } };

  it('C6: combine consecutive missed requests into one notice, new each time', async () => {
    const world = await make({ agents: ['ann'], ...never });
    await world.link('ann');
    const ids = new Set<string>();
    for (const customer of ['Ida', 'Joe', 'Kim']) {
      await miss(world, customer);
      const { notices } = await world.snapshot('ann');
      expect(notices).toHaveLength(1);
      ids.add(notices[0]!.id);
    }
    expect(ids.size).toBe(3);
    const [notice] = (await world.snapshot('ann')).notices;
    expect(notice).toMatchObject({ kind: 'missed-request', params: { customer: 'Kim', times: 3 } });
    expect(formatText('en', 'notices.missed-request', notice!.params)).toBe(
      'You missed 3 requests, the last one from Kim.',
    );
    expect(formatText('ko', 'notices.missed-request', notice!.params)).toContain('3건');
  });

  it('C6: end the notice of missed requests when the next one is accepted', async () => {
    const world = await make({ agents: ['ann'], ...never });
    await world.link('ann');
    await miss(world, 'Ida');
    await world.chat('Joe');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId: offer!.agentWorkId }));
    expect((await world.snapshot('ann')).notices).toEqual([]);
  });

  it('C6: expire, but not before the agent was connected to read them', async () => {
    const world = await make({ agents: ['ann'], ...never });
    await world.link('ann');
    await miss(world, 'Ida');
    await world.cut('ann');
    world.sleep(2 * NOTICE_TTL_MS);
    await world.advance(0);
    await world.link('ann');
    const before = await world.snapshot('ann');
    expect(before.notices).toHaveLength(1);
    world.sleep(NOTICE_TTL_MS - 1_000);
    await world.advance(0);
    expect((await world.snapshot('ann')).notices).toHaveLength(1);
    world.sleep(NOTICE_TTL_MS);
    await world.advance(0);
    const after = await world.snapshot('ann');
    expect(after.notices).toEqual([]);
    expect(after.version).toBeGreaterThan(before.version);
  });

  it(`C6: are limited to ${MAX_NOTICES}, one of each kind; the oldest is dropped`, async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    for (const kind of ['work-given', 'read-along', 'work-given', 'work-taken-over', 'transfer-accepted']) {
      await world.advance(1_000);
      await world.hub.services.context.unit(async (unit) =>
        addNotice(unit, await unit.agent('ann'), kind, { by: 'Sue', customer: 'Ida' }),
      );
    }
    const { notices } = await world.snapshot('ann');
    expect(notices.map(({ kind, params }) => [kind, params.times ?? 1])).toEqual([
      ['work-given', 2],
      ['work-taken-over', 1],
      ['transfer-accepted', 1],
    ]);
  });
});
