import { useTranslation } from 'react-i18next';
import type { Webhook } from '#core/contract/setup-system.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { goTo } from '../../state/address.ts';
import { useUi } from '../../state/ui-store.ts';
import { NEW, pathTo } from '../places.ts';
import { useAsyncAnswer } from '../use-answer.ts';
import { WebhookForm } from './webhook-form.tsx';
import css from '../pages.module.css';

const list = () => bridge.setup.webhooks.list({});

/** Webhooks: the list, or one of them. */
export function WebhooksPage() {
  const { answer: webhooks, ask } = useAsyncAnswer(list);
  const [, id] = useUi((ui) => ui.place);
  if (!webhooks) return null;
  const webhook = webhooks.find((one) => one.id === id);
  if (id === NEW || webhook)
    return (
      <WebhookForm
        key={webhook ? `${webhook.id} ${webhook.version}` : NEW}
        webhook={webhook ?? null}
        onChanged={ask}
      />
    );
  return <Webhooks webhooks={webhooks} />;
}

function Webhooks({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const { t } = useTranslation();
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('setup.places.webhooks')}</h1>
        <Button look="primary" onClick={() => goTo(pathTo('webhooks', NEW))}>
          {t('system.webhooks.new')}
        </Button>
      </div>
      <p className={css.text}>{t('system.webhooks.text')}</p>
      {webhooks.length === 0 ? (
        <p className={css.faint}>{t('system.webhooks.none')}</p>
      ) : (
        <div className={css.scroll}>
          <table className={css.table} aria-label={t('system.webhooks.table')}>
            <thead>
              <tr>
                {(['name', 'url', 'state', 'events'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`system.webhooks.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {webhooks.map(({ id, name, url, active, events }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={`#/${pathTo('webhooks', id)}`}>{name}</a>
                  </th>
                  <td>{url}</td>
                  <td>
                    <span className={css.mark} data-tone={active ? 'good' : undefined}>
                      {t(active ? 'system.webhooks.active' : 'system.webhooks.inactive')}
                    </span>
                  </td>
                  <td>{events.length}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
