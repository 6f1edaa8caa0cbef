import { useTranslation } from 'react-i18next';
import { pathTo } from '../places.ts';
import css from './queue-tabs.module.css';

/** The two lists of the page. */
export function QueueTabs({ now }: { readonly now: 'queues' | 'routing' }) {
  const { t } = useTranslation();
  return (
    <nav className={css.tabs} aria-label={t('setup.lists')}>
      {(['queues', 'routing'] as const).map((one) => (
        <a key={one} href={`#/${pathTo(one)}`} aria-current={one === now ? 'page' : undefined}>
          {t(`setup.list.${one}`)}
        </a>
      ))}
    </nav>
  );
}
