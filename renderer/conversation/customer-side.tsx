import { useTranslation } from 'react-i18next';
import type { CustomerPanel } from '#core/contract/commands.ts';
import { IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { shortDate } from '../i18n/format.ts';
import { useUi } from '../state/ui-store.ts';
import type { WorkEntry } from '../workspace/my-work.ts';
import { NotesField } from '../wrap-up/notes-field.tsx';
import css from './customer-side.module.css';

/** The customer: fields, the record, earlier conversations, and the notes for other agents. */
export function CustomerSide({
  entry,
  panel,
}: {
  readonly entry: WorkEntry;
  readonly panel: CustomerPanel | null;
}) {
  const { t, i18n } = useTranslation();
  const fields = Object.entries(panel?.fields ?? (entry.phase === 'open' ? entry.work.fields : {}));
  const claims = Object.entries(panel?.claims ?? {});
  const popUpUrl = panel?.popUpUrl ?? (entry.phase === 'open' ? entry.work.popUpUrl : null);
  return (
    <aside className={css.side} aria-label={t('panel.title')}>
      <div className={css.top}>
        <h3 className={css.heading}>{t('panel.details')}</h3>
        <IconButton
          icon="close"
          label={t('panel.hide')}
          className={css.hide}
          onClick={() => useUi.setState({ panelOpen: false })}
        />
      </div>
      <Fields fields={fields} />
      {claims.length > 0 && (
        <>
          <h3 className={css.heading}>{t('panel.claims')}</h3>
          <p className={css.quiet}>{t('panel.claimsHint')}</p>
          <Fields fields={claims} />
        </>
      )}
      {popUpUrl && <RecordLink url={popUpUrl} />}
      {entry.phase === 'open' && <NotesField agentWorkId={entry.work.agentWorkId} notes={entry.work.notes} />}
      <h3 className={css.heading}>{t('panel.earlier')}</h3>
      {panel && panel.earlier.length === 0 && <p className={css.quiet}>{t('panel.noEarlier')}</p>}
      <ul className={css.earlier}>
        {panel?.earlier.map((conversation) => (
          <li key={conversation.workItemId}>
            <strong>{conversation.subject}</strong>
            <span>
              {shortDate(conversation.at, i18n.language)} · {conversation.agent ?? t('panel.noAgent')}
              {conversation.outcome && ` · ${conversation.outcome}`}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}

export function Fields({ fields }: { readonly fields: ReadonlyArray<readonly [string, string]> }) {
  const { t } = useTranslation();
  if (fields.length === 0) return <p className={css.quiet}>{t('panel.noFields')}</p>;
  return (
    <dl className={css.fields}>
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function RecordLink({ url }: { readonly url: string }) {
  const { t } = useTranslation();
  return (
    <a className={css.record} href={url} target="_blank" rel="noopener noreferrer">
      {t('panel.openRecord')}
      <Icon name="link" size={14} />
    </a>
  );
}
