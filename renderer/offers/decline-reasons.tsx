import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '#core/snapshot.ts';
import { Button } from '../controls/button.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { decline } from './answer-offer.ts';
import css from './decline-reasons.module.css';

/** The reasons, inside the card: one click on a reason declines. Escape keeps the offer. */
export function DeclineReasons({ offer }: { readonly offer: Offer }) {
  const { t } = useTranslation();
  const reasons = useSnapshot((snapshot) => snapshot.settings.declineReasons);
  const [note, setNote] = useState('');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    list.current?.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const keep = () => useUi.setState({ declining: null });

  const walk = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  };

  return (
    <div
      className={css.reasons}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        keep();
      }}
    >
      <p className={css.question}>{t('offers.whyDecline')}</p>
      <div ref={list} role="menu" aria-label={t('offers.reasons')} className={css.list} onKeyDown={walk}>
        {reasons.map((reason, index) => (
          <button
            key={reason.id}
            type="button"
            role="menuitem"
            tabIndex={index === 0 ? 0 : -1}
            className={css.reason}
            onClick={() => decline(offer, reason.id, note)}
          >
            {reason.label}
          </button>
        ))}
      </div>
      <div className={css.foot}>
        <input
          className={css.note}
          aria-label={t('offers.note')}
          placeholder={t('offers.note')}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button look="quiet" onClick={keep}>
          {t('offers.keep')}
        </Button>
      </div>
    </div>
  );
}
