/** What agents do with their work: answer offers, talk, transfer, wrap up. */
import { randomUUID } from 'node:crypto';
import type { TransferTarget } from '#hub/work/open-work.ts';
import type { Stage } from './stage.ts';
import { type Step, step } from './step.ts';

export const offers: Step[] = [
  step('accept', 30, async (stage) => {
    const one = stage.piece('offered');
    if (!one) return null;
    const { agentWorkId } = one;
    stage.oldOffers.push({ agent: one.name, agentWorkId });
    return stage.command(one.name, 'accepts', (client, commandId) =>
      client.work.accept({ commandId, agentWorkId }),
    );
  }),
  step('accept late', 3, async (stage) => {
    const old = stage.random.pick(stage.oldOffers);
    if (!old) return null;
    return stage.command(old.agent, 'accepts what was offered long ago', (client, commandId) =>
      client.work.accept({ commandId, agentWorkId: old.agentWorkId }),
    );
  }),
  step('decline', 8, async (stage) => {
    const one = stage.piece('offered');
    if (!one) return null;
    const { agentWorkId } = one;
    stage.oldOffers.push({ agent: one.name, agentWorkId });
    const reasonId = stage.random.pick([null, 'r1', 'r2', 'r9'])!;
    return stage.command(one.name, `declines (${reasonId})`, (client, commandId) =>
      client.work.decline({ commandId, agentWorkId, reasonId, note: 'not now' }),
    );
  }),
  step('see an offer and do nothing', 4, async (stage) => {
    const one = stage.piece('offered');
    if (!one) return null;
    stage.oldOffers.push({ agent: one.name, agentWorkId: one.agentWorkId });
    return `${one.name} lets it ring`;
  }),
];

type Client = Parameters<Parameters<Stage['command']>[2]>[0];
type Send = (client: Client, input: { commandId: string; agentWorkId: string }) => Promise<unknown>;

async function onPiece(stage: Stage, state: 'opened' | 'wrap-up', what: string, send: Send) {
  const one = stage.piece(state);
  if (!one) return null;
  return stage.command(one.name, what, (client, commandId) =>
    send(client, { commandId, agentWorkId: one.agentWorkId }),
  );
}
const onOpenWork = (stage: Stage, what: string, send: Send) => onPiece(stage, 'opened', what, send);
const onWrapUp = (stage: Stage, what: string, send: Send) => onPiece(stage, 'wrap-up', what, send);

function someTarget(stage: Stage): TransferTarget {
  const kind = stage.random.pick(['queue', 'agent', 'agent', 'profile'] as const)!;
  if (kind === 'queue') return { kind, queueId: stage.random.pick(['general', 'vip', 'phones', 'nowhere'])! };
  if (kind === 'agent') return { kind, agentId: stage.random.pick(stage.agents)! };
  return { kind, profileId: stage.random.pick(['first', 'second'])! };
}

export const openWork: Step[] = [
  step('end', 12, (stage) => onOpenWork(stage, 'ends', (client, input) => client.work.end(input))),
  step('hold', 3, (stage) => onOpenWork(stage, 'holds', (client, input) => client.work.hold(input))),
  step('resume', 3, (stage) => onOpenWork(stage, 'resumes', (client, input) => client.work.resume(input))),
  step('back to queue', 4, (stage) =>
    onOpenWork(stage, 'gives back', (client, input) => client.work.backToQueue(input)),
  ),
  step('transfer', 10, (stage) => {
    const to = someTarget(stage);
    return onOpenWork(stage, `transfers to ${Object.values(to).join(' ')}`, (client, input) =>
      client.work.transfer({ ...input, to, note: 'Please take this.' }),
    );
  }),
  step('cancel transfer', 3, (stage) =>
    onOpenWork(stage, 'cancels a transfer', (client, input) => client.work.cancelTransfer(input)),
  ),
  step('ask a supervisor', 1, (stage) => {
    const wanted = stage.random.chance(0.6);
    return onOpenWork(stage, wanted ? 'asks for help' : 'needs no help', (client, input) =>
      client.work.askSupervisor({ ...input, wanted }),
    );
  }),
  step('save notes', 5, (stage) => {
    const notes = `Notes ${stage.random.between(1, 1e6)}`;
    const outcome = stage.random.pick([undefined, null, 'Solved', 'Not solved', 'Nonsense']);
    const send: Send = (client, input) =>
      client.work.saveNotes({ ...input, notes, ...(outcome === undefined ? {} : { outcome }) });
    return stage.random.chance(0.5)
      ? onOpenWork(stage, 'writes notes', send)
      : onWrapUp(stage, 'writes notes in wrap-up', send);
  }),
  step('extend wrap-up', 4, (stage) =>
    onWrapUp(stage, 'extends', (client, input) => client.work.extendWrapUp(input)),
  ),
  step('finish wrap-up', 8, (stage) =>
    onWrapUp(stage, 'is done', (client, input) => client.work.finishWrapUp(input)),
  ),
  step('dismiss a notice', 3, async (stage) => {
    const notices = stage.mirror.table('notice').filter((notice) => stage.world.isLinked(notice.agent_id));
    const one = stage.random.pick([...notices].sort((a, b) => (a.id < b.id ? -1 : 1)));
    if (!one) return null;
    return stage.command(one.agent_id, 'dismisses a notice', (client, commandId) =>
      client.work.dismissNotice({ commandId, noticeId: one.id }),
    );
  }),
  step('write to the customer', 6, async (stage) => {
    const one = stage.piece('opened');
    if (!one) return null;
    const clientId = randomUUID();
    const send = () =>
      stage.as(one.name).conversation.send({ workItemId: one.workItemId, clientId, text: 'How can I help?' });
    const outcome = await stage.attempt(send);
    if (outcome.refused === null)
      stage.remember({ what: `${one.name} writes`, answer: outcome.answer, send });
    return `${one.name} writes${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }),
  step('read', 2, async (stage) => {
    const one = stage.piece('opened');
    if (!one) return null;
    await stage.attempt(() =>
      stage.as(one.name).conversation.markRead({ workItemId: one.workItemId, number: 1_000 }),
    );
    return `${one.name} reads`;
  }),
];

export const practice: Step[] = [
  step('start practice', 0.4, async (stage) => {
    const name = stage.random.pick(stage.linked());
    if (!name) return null;
    return stage.command(name, 'starts practising', (client, commandId) =>
      client.practice.start({ commandId }),
    );
  }),
  step('stop practice', 2, async (stage) => {
    const name = stage.random.pick(
      stage.linked().filter((one) => stage.mirror.row('agent_state', one)?.practice === 1),
    );
    if (!name) return null;
    return stage.command(name, 'stops practising', (client, commandId) =>
      client.practice.stop({ commandId }),
    );
  }),
];
