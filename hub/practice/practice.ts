/**
 * Practice: simulated customers for one agent, who write, wait, leave and answer. They use the same endpoints as real
 * customers. Each step is a deadline, so practice survives a restart and each step happens once, on any live hub.
 */
import { createHash, randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { HubContext } from '../unit/context.ts';
import { endByLeaving, sendIn } from '../conversations/customer-side.ts';
import { chatChannel, customerQueue, startIn } from '../conversations/start.ts';
import { liveItem } from '../store/states.ts';
import type { AgentRow, Unit, WorkItemRow } from '../unit/unit.ts';
import { type Script, scripts } from './scripts.ts';

const STEP_EVERY = 2_000;
/** Minimum interval between two simulated customers. */
const NEXT_CUSTOMER_AFTER = 12_000;
/** Maximum number at a time: enough to practise two conversations at once. */
const MAX_CUSTOMERS = 2;
/** A customer who gets no answer for this long leaves. */
const CUSTOMER_PATIENCE_MS = 90_000;
const ANSWERS_AFTER = 4_000;

export async function startPractice(context: HubContext, unit: Unit, agent: AgentRow): Promise<void> {
  if (!context.directory.settings.practice) throw new AppError('NOT_ALLOWED');
  agent.practice = 1;
  unit.changed(agent);
  await unit.deadline('practice', agent.agent_id, unit.now + 500);
}

/** No new customers arrive; waiting ones leave; those in a conversation finish it. */
export async function stopPractice(_context: HubContext, unit: Unit, agent: AgentRow): Promise<void> {
  agent.practice = 0;
  unit.changed(agent);
  for (const item of await customersOf(unit, agent.agent_id))
    if (item.state === 'queued' || item.state === 'offered') await endByLeaving(unit, item.id);
}

function customersOf(unit: Unit, agentId: string): Promise<WorkItemRow[]> {
  return unit.db
    .selectFrom('work_item')
    .selectAll()
    .where('source', '=', 'practice')
    .where('required_agent_id', '=', agentId)
    .where(liveItem('state'))
    .where('ended_at', 'is', null)
    .orderBy('original_at')
    .execute();
}

/** One step of an agent's practice. */
export async function stepPractice(unit: Unit, agentId: string): Promise<void> {
  const agent = await unit.agent(agentId);
  const customers = await customersOf(unit, agentId);
  if (agent.practice === 0 && customers.length === 0) return;
  await unit.deadline('practice', agentId, unit.now + STEP_EVERY);
  for (const customer of customers) await playCustomer(unit, customer);
  const last = customers.at(-1);
  const due = !last || unit.now - last.original_at >= NEXT_CUSTOMER_AFTER;
  if (
    agent.practice === 1 &&
    agent.signed_in === 1 &&
    agent.base === 'available' &&
    customers.length < MAX_CUSTOMERS &&
    due
  )
    await bringCustomer(unit, agent, customers);
}

function scriptsFor(unit: Unit, agentId: string): readonly Script[] {
  const queue = unit.directory.queues.get(unit.directory.settings.defaultQueueId ?? '');
  const korean =
    unit.directory.user(agentId).language === 'ko' || /\p{Script=Hangul}/u.test(queue?.name ?? '');
  return scripts[korean ? 'ko' : 'en'];
}

async function bringCustomer(unit: Unit, agent: AgentRow, present: readonly WorkItemRow[]): Promise<void> {
  // A customer never has two conversations at the same time.
  const all = scriptsFor(unit, agent.agent_id).filter(
    (script) => !present.some((item) => item.customer === script.name),
  );
  const id = randomUUID();
  const script = all[number(id) % all.length]!;
  await startIn(
    unit,
    {
      startId: id,
      name: script.name,
      subject: script.subject,
      queue: null,
      claims: {},
      source: 'practice',
      requiredAgentId: agent.agent_id,
    },
    customerQueue(unit, null),
    chatChannel(unit),
  );
}

/** A deterministic number derived from a text. */
const number = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0);

/** Says the next line when it is this customer's turn; leaves after the last one, or when no agent answers in time. */
async function playCustomer(unit: Unit, item: WorkItemRow): Promise<void> {
  const script = scriptsFor(unit, item.required_agent_id!).find((one) => one.name === item.customer);
  const messages = await unit.db
    .selectFrom('message')
    .select(['sender_kind', 'at'])
    .where('work_item_id', '=', item.id)
    .where('sender_kind', 'in', ['customer', 'agent'])
    .orderBy('number')
    .execute();
  const said = messages.filter((message) => message.sender_kind === 'customer').length;
  const last = messages.at(-1);
  const quietFor = unit.now - (last?.at ?? item.original_at);
  const say = (text: string) => sendIn(unit, item.id, { clientId: `${item.id}-${said}`, text });

  if (!script || quietFor > CUSTOMER_PATIENCE_MS) return endByLeaving(unit, item.id);
  if (said === 0) return void (await say(script.lines[0]!));
  const answered = last?.sender_kind === 'agent' && quietFor >= ANSWERS_AFTER + (number(item.id) % 3_000);
  if (item.state !== 'open' || !answered) return;
  if (said < script.lines.length) return void (await say(script.lines[said]!));
  if (said === script.lines.length) return void (await say(script.goodbye));
  return endByLeaving(unit, item.id);
}
