import { useTranslation } from 'react-i18next';
import type { MembersByBase } from '#core/supervision/floor.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { BaseDot } from '../../presence/base-dot.tsx';
import css from './members.module.css';

/** The number of members in each base; empty bases are omitted. */
export function Members({ members }: { readonly members: MembersByBase }) {
  const { t } = useTranslation();
  const there = baseStatuses.filter((base) => (members[base] ?? 0) > 0);
  if (there.length === 0) return <>{t('supervisor.nobody')}</>;
  return (
    <span className={css.members}>
      {there.map((base) => (
        <span key={base} title={t(`bases.${base}`)} className={css.base}>
          <BaseDot base={base} size={12} />
          <span className={css.name}>{t(`bases.${base}`)}</span> {members[base]}
        </span>
      ))}
    </span>
  );
}
