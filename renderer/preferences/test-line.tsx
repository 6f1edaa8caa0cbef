import { Button } from '../controls/button.tsx';
import type { IconName } from '../controls/icon.tsx';
import css from './test-line.module.css';

/** A button that tests something, with the result beside it. */
export function TestLine({
  label,
  icon,
  outcome,
  onTest,
}: {
  readonly label: string;
  readonly icon: IconName;
  readonly outcome: string | null;
  readonly onTest: () => void;
}) {
  return (
    <div className={css.line}>
      <Button icon={icon} onClick={onTest}>
        {label}
      </Button>
      <p aria-live="polite" className={css.outcome}>
        {outcome}
      </p>
    </div>
  );
}
