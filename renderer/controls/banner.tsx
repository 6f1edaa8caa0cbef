import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import css from './banner.module.css';

interface Props {
  readonly tone: 'note' | 'warn' | 'bad';
  readonly text: string;
  /** Interrupts a screen reader; only for what costs work when it is missed. */
  readonly alarm?: boolean;
  readonly detail?: React.ReactNode;
  readonly action?: { readonly label: string; readonly onClick: () => void } | null;
  readonly onDismiss?: () => void;
}

/** One sentence across the window, with at most one action. */
export function Banner({ tone, text, alarm, detail, action, onDismiss }: Props) {
  const { t } = useTranslation();
  return (
    <div className={css.banner} data-tone={tone}>
      <Icon name="alert" />
      <p role={alarm ? 'alert' : undefined} className={css.text}>
        {text}
      </p>
      {detail}
      {action && (
        <Button look={tone === 'bad' ? 'danger' : 'plain'} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
      {onDismiss && <IconButton icon="close" label={t('app.dismiss')} onClick={onDismiss} />}
    </div>
  );
}
