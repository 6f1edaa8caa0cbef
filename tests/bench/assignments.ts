/** How many assignments a hub makes, against how many single-row commits the same database makes. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { startConversation } from '#hub/conversations/start.ts';
import { systemClock } from '#hub/base/clock.ts';
import { Hub } from '#hub/app/hub.ts';
import { connectDevice } from '#hub/presence/links.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { accept } from '#hub/work/offers.ts';
import { prepareCentre } from '../support/hub-process.ts';
import { perSecond, type Result } from './measure.ts';

const AGENTS = 100;
const BACKLOG = 400;
const SINGLES = 300;
const COMMITS = 600;

const commitOnce = (store: Store) => (index: number) =>
  store.write((db) =>
    db
      .insertInto('setting')
      .values({ key: 'bench', value_json: String(index) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json: String(index) }))
      .execute(),
  );

export async function measureAssignments(kind: string, address: string): Promise<Result[]> {
  const names = Array.from({ length: AGENTS }, (_, index) => `agent${index}`);
  await prepareCentre(address, names);
  const store = await openStore(address);
  const hub = new Hub({
    store,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    processMetrics: false,
    options: { host: '127.0.0.1', port: 0, tls: null, behindProxy: false, publicUrl: null, customerPage: '' },
  });
  await hub.prepare();
  const { context, router } = hub.services;
  const come = () =>
    startConversation(context, {
      startId: randomUUID(),
      name: 'Cora',
      subject: '',
      queue: 'care',
      claims: {},
    });
  const commits = await perSecond(COMMITS, commitOnce(store));

  for (let index = 0; index < BACKLOG; index++) await come();
  await router.settled();
  // All agents are linked at once, as after a restart: the next pass finds the whole backlog.
  await context.unit(async (unit) => {
    for (const name of [...names].sort()) {
      await connectDevice(unit, context.id, name, { deviceId: name, deviceName: name, runId: 'run' });
      unit.routeAgents.clear();
    }
  });
  const started = performance.now();
  router.requestAll();
  await router.settled();
  const backlog = (BACKLOG / (performance.now() - started)) * 1000;

  const waiting = async () =>
    store.reader
      .selectFrom('agent_work')
      .select(['id', 'agent_id'])
      .where('state', '=', 'offered')
      .orderBy('offered_at', 'desc')
      .limit(1)
      .executeTakeFirst();
  // Capacity 5 each leaves room for these.
  const singles = await perSecond(Math.min(SINGLES, AGENTS * 5 - BACKLOG), async () => {
    await come();
    await router.settled();
    const offer = await waiting();
    if (offer) await context.unit((unit) => accept(unit, context.metrics, offer.agent_id, offer.id));
  });
  const commitsAfter = await perSecond(COMMITS, commitOnce(store));
  await hub.stop();
  const baseline = { what: `durable commits per second, ${kind}`, value: (commits + commitsAfter) / 2 };
  return [
    { what: `assignments per second from a backlog, ${kind}`, value: backlog, unit: '/s', baseline },
    {
      what: `chats per second come, offered and accepted one after the other (three commits each), ${kind}`,
      value: singles,
      unit: '/s',
      baseline,
    },
  ];
}
