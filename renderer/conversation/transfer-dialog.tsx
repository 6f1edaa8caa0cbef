import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransferDestinations } from '#core/contract/commands.ts';
import type { OpenWork } from '#core/snapshot.ts';
import type { BaseStatus } from '#core/vocabulary.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogButtons } from '../controls/dialog.tsx';
import { TextArea, TextField } from '../controls/field.tsx';
import { Icon } from '../controls/icon.tsx';
import { errorText } from '../i18n/error-text.ts';
import { BaseDot } from '../presence/base-dot.tsx';
import { closeDialog, say } from '../state/ui-store.ts';
import css from './transfer-dialog.module.css';

type To = Parameters<typeof bridge.work.transfer>[0]['to'];
interface Destination {
  readonly key: string;
  readonly group: 'queues' | 'agents' | 'profiles';
  readonly name: string;
  readonly detail: string;
  readonly base: BaseStatus | null;
  readonly disabled: boolean;
  readonly to: To;
}

const bases: readonly BaseStatus[] = ['available', 'busy', 'busy-dnd', 'away', 'offline'];
const asBase = (base: string): BaseStatus => bases.find((known) => known === base) ?? 'offline';

/** Transfers the work to a queue, a user or a profile; the target must accept before it leaves this agent. */
export function TransferDialog({ work }: { readonly work: OpenWork }) {
  const { t } = useTranslation();
  const all = useDestinations(work.agentWorkId);
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');

  const destinations: readonly Destination[] = all
    ? [
        ...all.queues.map(({ id, name, waiting }) => ({
          key: `queue-${id}`,
          group: 'queues' as const,
          name,
          detail: t('transfer.waiting', { count: waiting }),
          base: null,
          disabled: false,
          to: { kind: 'queue' as const, queueId: id },
        })),
        ...all.agents.map(({ id, name, status, base, signedIn }) => ({
          key: `agent-${id}`,
          group: 'agents' as const,
          name,
          detail: signedIn ? status : t('transfer.signedOut'),
          base: signedIn ? asBase(base) : ('offline' as const),
          disabled: !signedIn,
          to: { kind: 'agent' as const, agentId: id },
        })),
        ...all.profiles.map(({ id, name }) => ({
          key: `profile-${id}`,
          group: 'profiles' as const,
          name,
          detail: '',
          base: null,
          disabled: false,
          to: { kind: 'profile' as const, profileId: id },
        })),
      ]
    : [];
  const shown = destinations.filter(({ name }) => name.toLowerCase().includes(find.trim().toLowerCase()));
  const target = destinations.find(({ key }) => key === chosen);

  return (
    <Dialog title={t('transfer.title', { customer: work.customer })} onClose={closeDialog}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!target) return;
          closeDialog();
          void attempt(bridge.work.transfer({ agentWorkId: work.agentWorkId, to: target.to, note }));
        }}
      >
        <TextField
          label={t('transfer.find')}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <div role="radiogroup" aria-label={t('transfer.destinations')} className={css.list}>
          {!all && <p className={css.quiet}>{t('transfer.loading')}</p>}
          {all && shown.length === 0 && <p className={css.quiet}>{t('transfer.none')}</p>}
          {(['queues', 'agents', 'profiles'] as const).map((group) => {
            const members = shown.filter((destination) => destination.group === group);
            if (members.length === 0) return null;
            return (
              <div key={group} role="presentation">
                <p className={css.heading}>{t(`transfer.${group}`)}</p>
                {members.map((destination) => (
                  <label key={destination.key} className={css.row}>
                    <input
                      type="radio"
                      name="destination"
                      aria-label={destination.name}
                      checked={chosen === destination.key}
                      disabled={destination.disabled}
                      onChange={() => setChosen(destination.key)}
                    />
                    {destination.base ? (
                      <BaseDot base={destination.base} />
                    ) : (
                      <Icon name={group === 'queues' ? 'queue' : 'person'} />
                    )}
                    <span className={css.name}>{destination.name}</span>
                    <span className={css.detail}>{destination.detail}</span>
                  </label>
                ))}
              </div>
            );
          })}
        </div>
        <TextArea
          label={t('transfer.note')}
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <DialogButtons>
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit" disabled={!target}>
            {t('transfer.submit')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function useDestinations(agentWorkId: string): TransferDestinations | null {
  const [destinations, setDestinations] = useState<TransferDestinations | null>(null);
  useEffect(() => {
    let wanted = true;
    bridge.work.destinations({ agentWorkId }).then(
      (answer) => wanted && setDestinations(answer),
      (error: unknown) => say(errorText(error), 'problem'),
    );
    return () => {
      wanted = false;
    };
  }, [agentWorkId]);
  return destinations;
}
