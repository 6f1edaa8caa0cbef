import { useTranslation } from 'react-i18next';
import { useSnapshot } from '../state/mirror-store.ts';
import { OfferCard } from './offer-card.tsx';
import css from './offers-region.module.css';

interface Props {
  /** In the flow of a page, beside one, or alone in a window of its own. */
  readonly place: 'page' | 'beside' | 'window';
}

/** The open offers, oldest first. It never takes the focus; typing is not interrupted. */
export function OffersRegion({ place }: Props) {
  const { t } = useTranslation();
  const offers = useSnapshot((snapshot) => snapshot.offers);
  return (
    <section aria-label={t('offers.region')} className={css.region} data-place={place}>
      {offers.map((offer, index) => (
        <OfferCard key={offer.agentWorkId} offer={offer} oldest={index === 0} />
      ))}
    </section>
  );
}
