import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { Hidden } from './hidden.tsx';
import { dismissToast, useUi } from '../state/ui-store.ts';
import css from './toasts.module.css';

/** Short messages at the bottom of the window; announced politely, without taking the focus. */
export function Toasts() {
  const { t } = useTranslation();
  const toasts = useUi((ui) => ui.toasts);
  const announcement = useUi((ui) => ui.announcement);
  return (
    <>
      <div aria-live="assertive">
        <Hidden>{announcement}</Hidden>
      </div>
      <div aria-live="polite" className={css.toasts}>
        {toasts.map((toast) => (
          <div key={toast.id} className={css.toast} data-tone={toast.tone}>
            <p role={toast.tone === 'problem' ? 'alert' : undefined}>{toast.text}</p>
            <IconButton icon="close" label={t('app.dismiss')} onClick={() => dismissToast(toast.id)} />
          </div>
        ))}
      </div>
    </>
  );
}
