import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../controls/dialog.tsx';

/** Asks before an irreversible removal. */
export function ConfirmDialog({
  title,
  text,
  action,
  onConfirm,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  /** Label of the button that confirms. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogText>{text}</DialogText>
      <DialogButtons>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="danger" onClick={onConfirm}>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
