import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#core/contract/setup-system.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { shortDate, timeOfDay } from '../../i18n/format.ts';
import { useAsyncAnswer } from '../use-answer.ts';
import { eventText } from './event-choice.tsx';
import css from '../pages.module.css';

/** Poll interval of pending deliveries while the page is open. */
const POLL_INTERVAL_MS = 2_000;
const tones = { waiting: 'warn', delivered: 'good', failed: 'bad' } as const;

/** The last deliveries, and the button that sends a test. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation();
  const question = useCallback(() => bridge.setup.webhooks.deliveries({ id: webhookId }), [webhookId]);
  const { answer: deliveries, ask } = useAsyncAnswer(question, { every: POLL_INTERVAL_MS });
  const test = async () => {
    await attempt(bridge.setup.webhooks.test({ id: webhookId }));
    ask();
  };
  return (
    <section className={css.card} aria-label={t('system.webhooks.deliveries')}>
      <div className={css.head}>
        <h2>{t('system.webhooks.deliveries')}</h2>
        <Button onClick={() => void test()}>{t('system.webhooks.test')}</Button>
      </div>
      {deliveries?.length === 0 && <p className={css.faint}>{t('system.webhooks.noDeliveries')}</p>}
      {deliveries && deliveries.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table} aria-label={t('system.webhooks.deliveries')}>
            <thead>
              <tr>
                {(['at', 'event', 'state', 'answer', 'tries'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`system.webhooks.deliveryColumns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {deliveries.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const known = ['timeout', 'refused', 'not-found', 'tls', 'not-allowed', 'switched-off'] as const;

function DeliveryRow({ delivery }: { readonly delivery: Delivery }) {
  const { t, i18n } = useTranslation();
  const { createdAt, event, state, status, problem, attempts, nextAt, triedAt } = delivery;
  const when = (at: number) => `${shortDate(at, i18n.language)} ${timeOfDay(at, i18n.language)}`;
  const why = known.find((one) => one === problem) ?? 'failed';
  const answer =
    triedAt === null ? t('system.webhooks.noAnswerYet') : (status ?? t(`system.webhooks.problems.${why}`));
  return (
    <tr>
      <td className={css.time}>{when(createdAt)}</td>
      <td>{event === 'test' ? t('system.webhooks.test') : `${event} · ${t(eventText(event))}`}</td>
      <td>
        <span className={css.mark} data-tone={tones[state]}>
          {t(`system.webhooks.states.${state}`)}
        </span>{' '}
        {state === 'waiting' && triedAt !== null && nextAt !== null && (
          <span className={css.faint}>
            {t('system.webhooks.next', { time: timeOfDay(nextAt, i18n.language) })}
          </span>
        )}
      </td>
      <td>{answer}</td>
      <td>{attempts}</td>
    </tr>
  );
}
