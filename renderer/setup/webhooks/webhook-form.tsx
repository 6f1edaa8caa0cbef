import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Webhook, WebhookRecord } from '#core/contract/setup-system.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { CheckField, TextField } from '../../controls/field.tsx';
import { errorCode, errorText } from '../../i18n/error-text.ts';
import { goTo } from '../../state/address.ts';
import { say } from '../../state/ui-store.ts';
import { pathTo } from '../places.ts';
import { ShownOnce } from '../shown-once.tsx';
import { Deliveries } from './deliveries.tsx';
import { EventChoice } from './event-choice.tsx';
import css from '../pages.module.css';

const empty: WebhookRecord = { name: '', url: '', events: [], active: true };
type Problems = Partial<Record<'name' | 'url' | 'events' | 'form', string>>;

/** One webhook: its address, its events, its secret, and its deliveries. */
export function WebhookForm({
  webhook,
  onChanged,
}: {
  readonly webhook: Webhook | null;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const [record, setRecord] = useState<WebhookRecord>(
    webhook
      ? { name: webhook.name, url: webhook.url, events: webhook.events, active: webhook.active }
      : empty,
  );
  const [problems, setProblems] = useState<Problems>({});
  const [secret, setSecret] = useState<string | null>(null);
  const [savedAs, setSavedAs] = useState<string | null>(null);
  const [question, setQuestion] = useState<'newSecret' | 'remove' | null>(null);
  const change = (part: Partial<WebhookRecord>) => setRecord({ ...record, ...part });

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(record);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    try {
      const saved = await bridge.setup.webhooks.save({
        id: webhook?.id ?? null,
        version: webhook?.version ?? null,
        record: { ...record, name: record.name.trim(), url: record.url.trim() },
      });
      say(t('setup.saved'));
      setSavedAs(saved.id);
      if (saved.secret === null) onChanged();
      else setSecret(saved.secret);
    } catch (error) {
      const place = errorCode(error) === 'URL_NOT_ALLOWED' ? 'url' : 'form';
      setProblems({ [place]: errorText(error) });
    }
  };
  const problemsOf = ({ name, url, events }: WebhookRecord): Problems => ({
    ...(name.trim() === '' && { name: t('validation.REQUIRED') }),
    ...(!WebhookRecord.shape.url.safeParse(url.trim()).success && { url: t('system.webhooks.urlWrong') }),
    ...(events.length === 0 && { events: t('system.webhooks.eventsMissing') }),
  });
  const closeSecret = () => {
    setSecret(null);
    onChanged();
    if (!webhook && savedAs !== null) goTo(pathTo('webhooks', savedAs));
  };
  const answer = async () => {
    const about = question;
    setQuestion(null);
    if (!webhook) return;
    const { id } = webhook;
    if (about === 'newSecret')
      await attempt(bridge.setup.webhooks.newSecret({ id }).then((made) => setSecret(made.secret)));
    else if (await attempt(bridge.setup.webhooks.remove({ id }))) {
      onChanged();
      goTo(pathTo('webhooks'));
    }
  };
  const title = webhook?.name ?? t('system.webhooks.new');
  return (
    <form className={css.page} noValidate onSubmit={(event) => void save(event)} aria-label={title}>
      <div className={css.head}>
        <h1>{title}</h1>
        {webhook && (
          <div className={css.buttons}>
            <Button onClick={() => setQuestion('newSecret')}>{t('system.webhooks.newSecret')}</Button>
            <Button onClick={() => setQuestion('remove')}>{t('system.webhooks.remove')}</Button>
          </div>
        )}
      </div>
      {problems.form !== undefined && (
        <p role="alert" className={css.problem}>
          {problems.form}
        </p>
      )}
      <div className={css.card}>
        <TextField
          label={t('system.webhooks.name')}
          value={record.name}
          maxLength={100}
          error={problems.name}
          onChange={({ target }) => change({ name: target.value })}
          autoComplete="off"
        />
        <TextField
          label={t('system.webhooks.url')}
          hint={t('system.webhooks.urlHint')}
          value={record.url}
          error={problems.url}
          inputMode="url"
          spellCheck={false}
          onChange={({ target }) => change({ url: target.value })}
          autoComplete="off"
        />
        <EventChoice
          events={record.events}
          error={problems.events}
          onChange={(events) => change({ events: [...events] })}
        />
        <CheckField
          label={t('system.webhooks.activeField')}
          checked={record.active}
          onChange={({ target }) => change({ active: target.checked })}
        />
        <div className={css.buttons}>
          <Button onClick={() => goTo(pathTo('webhooks'))}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary">
            {t('setup.save')}
          </Button>
        </div>
      </div>
      {webhook && <Deliveries webhookId={webhook.id} />}
      {secret !== null && (
        <ShownOnce
          title={t('system.webhooks.secretTitle', { name: record.name })}
          label={t('system.webhooks.secret')}
          value={secret}
          onClose={closeSecret}
        />
      )}
      {question && (
        <Dialog
          title={t(`system.webhooks.${question}Title`, { name: webhook?.name })}
          onClose={() => setQuestion(null)}
        >
          <DialogText>{t(`system.webhooks.${question}Text`)}</DialogText>
          <DialogButtons>
            <Button onClick={() => setQuestion(null)}>{t('app.cancel')}</Button>
            <Button look="danger" onClick={() => void answer()}>
              {t(`system.webhooks.${question}`)}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </form>
  );
}
