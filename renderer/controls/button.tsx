import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import css from './button.module.css';

interface Props extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'usual' | 'large';
  readonly icon?: IconName;
}

export function Button({ look = 'plain', size = 'usual', icon, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      data-look={look}
      data-size={size}
      className={className ? `${css.button} ${className}` : css.button}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A square icon button; its name is for screen readers and the tooltip. */
export function IconButton({
  icon,
  label,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      data-look="quiet"
      data-square=""
      className={className ? `${css.button} ${className}` : css.button}
    >
      <Icon name={icon} />
    </button>
  );
}
