import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../controls/dialog.tsx';
import { TextField } from '../controls/field.tsx';
import { say } from '../state/ui-store.ts';
import css from './pages.module.css';

/** A secret that cannot be shown again, with a button that copies it. */
export function ShownOnce({
  title,
  label,
  value,
  onClose,
}: {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => say(t('system.copied')),
      // Without the clipboard permission the text stays visible; a click selects it.
      () => undefined,
    );
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogText>{t('system.shownOnce')}</DialogText>
      <div className={css.secret}>
        <TextField
          label={label}
          value={value}
          readOnly
          onFocus={({ target }) => target.select()}
          spellCheck={false}
        />
        <Button onClick={copy}>{t('system.copy')}</Button>
      </div>
      <DialogButtons>
        <Button look="primary" onClick={onClose}>
          {t('system.done')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
