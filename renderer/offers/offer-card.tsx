import { useTranslation } from 'react-i18next';
import type { Offer } from '#core/snapshot.ts';
import { Button } from '../controls/button.tsx';
import { channelIcon, Icon } from '../controls/icon.tsx';
import { clockDuration, units } from '../i18n/format.ts';
import { useHubNow } from '../state/clock.ts';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { accept, startDecline } from './answer-offer.ts';
import { CountdownRing } from './countdown-ring.tsx';
import { DeclineReasons } from './decline-reasons.tsx';
import css from './offer-card.module.css';

/** One offer to answer: customer, subject, waiting time, size, and time left to decide. */
export function OfferCard({ offer, oldest }: { readonly offer: Offer; readonly oldest: boolean }) {
  const { t } = useTranslation();
  const declining = useUi((ui) => ui.declining) === offer.agentWorkId;
  const max = useSnapshot((snapshot) => snapshot.capacity[offer.pool].max);
  return (
    <article
      aria-label={t('offers.article', { channel: offer.channel.name, customer: offer.customer })}
      className={css.card}
    >
      <div className={css.head}>
        <div className={css.who}>
          <p className={css.channel}>
            <Icon name={channelIcon(offer.channel.kind)} size={14} />
            <span>{offer.queue ? `${offer.channel.name} · ${offer.queue.name}` : offer.channel.name}</span>
          </p>
          <h2 className={css.customer}>{offer.customer}</h2>
          <p className={css.subject}>{offer.subject}</p>
        </div>
        {offer.deadline !== null && <CountdownRing from={offer.offeredAt} deadline={offer.deadline} />}
      </div>
      {offer.transfer && (
        <div className={css.transfer}>
          <strong>{t('offers.transferFrom', { name: offer.transfer.from })}</strong>
          {offer.transfer.note && <p>{offer.transfer.note}</p>}
        </div>
      )}
      <p className={css.facts}>
        <Waiting since={offer.waitingSince} />
        <span>{t('offers.priority', { priority: offer.priority })}</span>
        <span>{t('offers.cost', { size: units(offer.size), max: units(max) })}</span>
      </p>
      {declining ? (
        <DeclineReasons offer={offer} />
      ) : (
        <div className={css.buttons} title={oldest ? t('offers.keys') : undefined}>
          <Button
            look="primary"
            size="large"
            onClick={() => void accept(offer)}
            aria-keyshortcuts={oldest ? 'Alt+A' : undefined}
          >
            {t('offers.accept')}
          </Button>
          {offer.canDecline && (
            <Button
              size="large"
              onClick={() => startDecline(offer)}
              aria-keyshortcuts={oldest ? 'Alt+D' : undefined}
            >
              {t('offers.decline')}
            </Button>
          )}
        </div>
      )}
    </article>
  );
}

function Waiting({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const now = useHubNow(since);
  return <span>{t('offers.waiting', { time: clockDuration(now - since) })}</span>;
}
