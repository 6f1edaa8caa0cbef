/** The actions on one or many agents; asks for the details, and lists the agents for whom it failed. */
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refused } from '#core/contract/supervisor.ts';
import type { FloorAgent } from '#core/supervision/floor.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { CheckField, SelectField, TextField } from '../../controls/field.tsx';
import { sentence } from '../../i18n/sentence.ts';
import { say } from '../../state/ui-store.ts';
import { useFloor } from '../floor-store.ts';
import type { AgentActKind } from './agent-acts.ts';
import type { ErrorCode } from '#core/errors.ts';

export interface AgentAct {
  readonly kind: AgentActKind;
  readonly agents: readonly FloorAgent[];
}

interface Props {
  readonly act: AgentAct;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Sends it once, and lists the agents left out, with the reason. */
async function carryOut(
  send: (commandId: string) => Promise<{ readonly refused: readonly Refused[] }>,
): Promise<void> {
  const { refused } = await send(crypto.randomUUID());
  for (const { name, code, params } of refused.slice(0, 3))
    say(`${name}: ${sentence(`errors.${code as ErrorCode}`, params)}`, 'problem');
}

export function AgentDialog({ act, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const names = act.agents
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ');
  const who =
    act.agents.length <= 3 ? names : t('supervisor.andMore', { names, count: act.agents.length - 3 });
  const done = (work: Promise<void>) => {
    onClose();
    void attempt(work).then((ok) => ok && onDone());
  };
  const Body = {
    'set-status': SetStatus,
    'change-queues': ChangeQueues,
    'end-wrap-up': EndWrapUps,
    'sign-out': SignOut,
  }[act.kind];
  return (
    <Dialog title={t(`supervisor.acts.${act.kind}`)} onClose={onClose}>
      <DialogText>{who}</DialogText>
      <Body agents={act.agents} onClose={onClose} done={done} />
    </Dialog>
  );
}

interface BodyProps {
  readonly agents: readonly FloorAgent[];
  readonly onClose: () => void;
  readonly done: (work: Promise<void>) => void;
}

const idsOf = (agents: readonly FloorAgent[]) => agents.map(({ id }) => id);

function SetStatus({ agents, onClose, done }: BodyProps) {
  const { t } = useTranslation();
  const statuses = useFloor((floor) => floor.statuses);
  const [statusId, setStatusId] = useState(statuses[0]?.id ?? '');
  const [note, setNote] = useState('');
  const [handOverOpenWork, setHandOver] = useState(false);
  const offline = statuses.find(({ id }) => id === statusId)?.base === 'offline';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done(
          carryOut((commandId) =>
            bridge.supervisor.agents.setStatus({
              commandId,
              agentIds: idsOf(agents),
              statusId,
              note,
              handOverOpenWork: offline && handOverOpenWork,
            }),
          ),
        );
      }}
    >
      <SelectField
        label={t('supervisor.newStatus')}
        value={statusId}
        onChange={({ target }) => setStatusId(target.value)}
      >
        {statuses.map(({ id, text, base }) => (
          <option key={id} value={id}>
            {t(`bases.${base}`) === text ? text : `${t(`bases.${base}`)} – ${text}`}
          </option>
        ))}
      </SelectField>
      {offline && (
        <CheckField
          label={t('presence.handOver')}
          hint={t('presence.handOverHint')}
          checked={handOverOpenWork}
          onChange={({ target }) => setHandOver(target.checked)}
        />
      )}
      <TextField
        label={t('supervisor.note')}
        hint={t('supervisor.noteHint')}
        maxLength={500}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <Buttons onClose={onClose} yes={t('presence.untilSet')} />
    </form>
  );
}

function ChangeQueues({ agents, onClose, done }: BodyProps) {
  const { t } = useTranslation();
  const queues = [...useFloor((floor) => floor.queues).values()];
  const [wanted, setWanted] = useState<ReadonlyMap<string, boolean>>(new Map());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const ids = (member: boolean) => [...wanted].flatMap(([id, is]) => (is === member ? [id] : []));
        done(
          carryOut((commandId) =>
            bridge.supervisor.agents.changeQueues({
              commandId,
              agentIds: idsOf(agents),
              add: ids(true),
              remove: ids(false),
            }),
          ),
        );
      }}
    >
      {queues.map(({ id, name, memberProfileIds }) => {
        const { all, fixed, hint } = membership(agents, id, memberProfileIds, t);
        return (
          <CheckField
            key={id}
            label={name}
            {...(hint !== null && { hint })}
            disabled={fixed}
            checked={wanted.get(id) ?? all}
            onChange={({ target }) => setWanted(new Map(wanted).set(id, target.checked))}
          />
        );
      })}
      <Buttons onClose={onClose} yes={t('supervisor.acts.change-queues')} ready={wanted.size > 0} />
    </form>
  );
}

/** Which of these are in the queue. Members through their profile stay, regardless of the selection here. */
function membership(
  agents: readonly FloorAgent[],
  queueId: string,
  memberProfileIds: readonly string[],
  t: TFunction,
) {
  const members = agents.filter(({ queueIds }) => queueIds.includes(queueId)).length;
  const all = members === agents.length;
  const byProfile = ({ profileId }: FloorAgent) => profileId !== null && memberProfileIds.includes(profileId);
  const fixed = agents.every(byProfile);
  const some = members > 0 && !all ? t('supervisor.someMembers', { count: members }) : null;
  return { all, fixed, hint: fixed ? t('supervisor.membersByProfile') : some };
}

function EndWrapUps({ agents, onClose, done }: BodyProps) {
  const { t } = useTranslation();
  const agentIds = idsOf(agents.filter(({ wrapUps }) => wrapUps > 0));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done(carryOut((commandId) => bridge.supervisor.agents.endWrapUps({ commandId, agentIds })));
      }}
    >
      <DialogText>{t('supervisor.sure.end-wrap-ups', { count: agentIds.length })}</DialogText>
      <Buttons onClose={onClose} yes={t('supervisor.acts.end-wrap-up')} ready={agentIds.length > 0} />
    </form>
  );
}

function SignOut({ agents, onClose, done }: BodyProps) {
  const { t } = useTranslation();
  const [handOverOpenWork, setHandOver] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done(
          carryOut((commandId) =>
            bridge.supervisor.agents.signOut({ commandId, agentIds: idsOf(agents), handOverOpenWork }),
          ),
        );
      }}
    >
      <DialogText>{t('supervisor.signOutText')}</DialogText>
      <CheckField
        label={t('presence.handOver')}
        hint={t('presence.handOverHint')}
        checked={handOverOpenWork}
        onChange={({ target }) => setHandOver(target.checked)}
      />
      <Buttons onClose={onClose} yes={t('supervisor.acts.sign-out')} look="danger" />
    </form>
  );
}

function Buttons({
  onClose,
  yes,
  look = 'primary',
  ready = true,
}: {
  readonly onClose: () => void;
  readonly yes: string;
  readonly look?: 'primary' | 'danger';
  /** There is something to run. */
  readonly ready?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <DialogButtons>
      <Button onClick={onClose}>{t('app.cancel')}</Button>
      <Button look={look} type="submit" disabled={!ready}>
        {yes}
      </Button>
    </DialogButtons>
  );
}
