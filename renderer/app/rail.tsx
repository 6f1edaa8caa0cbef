import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icon.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { pages } from './routes.ts';
import css from './rail.module.css';

export function Rail() {
  const { t } = useTranslation();
  const route = useUi((ui) => ui.route);
  const snapshot = useSnapshot((whole) => whole);
  return (
    <nav aria-label={t('nav.main')} className={css.rail}>
      {pages
        .filter((page) => page.offeredTo(snapshot))
        .map((page) => (
          <a
            key={page.path}
            href={`#/${page.path}`}
            aria-current={page.path === route ? 'page' : undefined}
            className={css.link}
          >
            <Icon name={page.icon} size={20} />
            <span>{t(page.name)}</span>
          </a>
        ))}
    </nav>
  );
}
