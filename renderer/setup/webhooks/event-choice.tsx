import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type WebhookEvent, webhookEvents } from '#core/webhooks/events.ts';
import { CheckField } from '../../controls/field.tsx';
import css from './event-choice.module.css';

const groups = ['work-item', 'agent-work', 'presence'] as const;

/** The name of an event without its group, matching the structure of the texts. */
export const eventText = (event: string) =>
  `system.webhooks.eventNames.${event}` as 'system.webhooks.eventNames.presence.changed';

/** Which events to send, in their groups. */
export function EventChoice({
  events,
  error,
  onChange,
}: {
  readonly events: readonly WebhookEvent[];
  readonly error: string | undefined;
  readonly onChange: (events: readonly WebhookEvent[]) => void;
}) {
  const { t } = useTranslation();
  const errorId = useId();
  return (
    <fieldset className={css.choice} aria-describedby={error ? errorId : undefined}>
      <legend>{t('system.webhooks.events')}</legend>
      {error && (
        <p id={errorId} className={css.error}>
          {error}
        </p>
      )}
      <CheckField
        label={t('system.webhooks.allEvents')}
        checked={events.length === webhookEvents.length}
        onChange={({ target }) => onChange(target.checked ? webhookEvents : [])}
      />
      <div className={css.groups}>
        {groups.map((group) => (
          <fieldset key={group} className={css.choice}>
            <legend>{t(`system.webhooks.groups.${group}`)}</legend>
            {webhookEvents
              .filter((event) => event.startsWith(`${group}.`))
              .map((event) => (
                <CheckField
                  key={event}
                  label={t(eventText(event))}
                  checked={events.includes(event)}
                  onChange={({ target }) =>
                    onChange(
                      webhookEvents.filter((one) => (one === event ? target.checked : events.includes(one))),
                    )
                  }
                />
              ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
