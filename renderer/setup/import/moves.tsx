import { useTranslation } from 'react-i18next';
import { CheckField } from '../../controls/field.tsx';
import { type ImportInProgress, setMoves } from './import-store.ts';
import own from './import.module.css';
import css from '../pages.module.css';

/** Users and profiles that would be moved from another presence configuration: none are, until ticked. */
export function Moves({ report, moves }: ImportInProgress) {
  const { t } = useTranslation();
  return (
    <section className={css.card} aria-label={t('system.import.moves')}>
      <h2>{t('system.import.moves')}</h2>
      <p className={css.text}>{t('system.import.movesText')}</p>
      <div className={own.moves}>
        {report?.moves.map(({ type, name, from, to }) => {
          const key = `${type} ${name}`;
          return (
            <CheckField
              key={`${key} ${to}`}
              label={t('system.import.move', { name, from, to })}
              checked={moves.has(key)}
              onChange={({ target }) => {
                const next = new Set(moves);
                if (target.checked) next.add(key);
                else next.delete(key);
                void setMoves(next);
              }}
            />
          );
        })}
      </div>
    </section>
  );
}
