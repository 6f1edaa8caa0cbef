/** What customers and other systems do. */
import { randomUUID } from 'node:crypto';
import { type Step, step } from './step.ts';

interface Aged {
  readonly id: string;
  readonly original_at: number;
}
const oldestFirst = (a: Aged, b: Aged) => a.original_at - b.original_at || (a.id < b.id ? -1 : 1);

const queues = ['general', 'general', 'vip', 'phones'];

export const customers: Step[] = [
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
    if (outcome.refused === null) stage.remember({ what: 'a customer writes', answer: outcome.answer, send });
    return `a customer writes${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
  step('customer leaves', 5, async (stage) => {
    const id = stage.random.pick(stage.conversations.slice(-30));
    if (!id) return null;
    await stage.attempt(() => stage.world.customer(id).end({}));
    await stage.world.settle();
    return 'a customer leaves';
  }),
  step('a customer loses patience', 10, async (stage) => {
    const waiting = stage.mirror
      .table('work_item')
      .filter((item) => item.state === 'queued' && item.source === 'customer');
    if (waiting.length <= stage.patience) return null;
    const { id } = waiting.reduce((one, other) => (oldestFirst(one, other) > 0 ? other : one));
    if (stage.random.chance(0.5)) stage.world.closePage(id);
    else await stage.attempt(() => stage.world.customer(id).end({}));
    await stage.world.settle();
    return 'a customer has waited long enough';
  }),
  step('customer closes the page', 4, async (stage) => {
    const id = stage.random.pick(stage.conversations.slice(-30));
    if (!id) return null;
    stage.world.closePage(id);
    return 'a customer closes the page';
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
    const outcome = await stage.attempt(() =>
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
    if (outcome.answer) stage.apiWork.push(outcome.answer.id);
    await stage.world.settle();
    return `${channel} by API${requiredAgent ? ` for ${requiredAgent}` : ''}${preferredAgent ? `, rather ${preferredAgent}` : ''}`;
  }),
  step('cancel by API', 3, async (stage) => {
    const known = stage.mirror.table('work_item').filter((item) => item.source === 'api');
    // A live item, the longest-waiting if there are many; sometimes an ended one.
    const one = stage.random.chance(0.1)
      ? stage.random.pick(stage.apiWork)
      : (known.length > stage.patience ? known.sort(oldestFirst)[0] : stage.random.pick(known))?.id;
    if (!one) return null;
    const outcome = await stage.attempt(() => stage.world.api().cancel({ id: one }));
    await stage.world.settle();
    return `cancelled by API${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
];
