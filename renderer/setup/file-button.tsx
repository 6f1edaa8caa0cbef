import { type ComponentProps, type ReactNode, useRef } from 'react';
import { Button } from '../controls/button.tsx';

interface Props extends Pick<ComponentProps<'input'>, 'accept' | 'multiple' | 'disabled'> {
  /** Label of the field behind the button. */
  readonly fileLabel: string;
  /** A folder with everything in it instead of files. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

/** Every browser supports it, the types do not. */
const wholeFolders = { webkitdirectory: '' };

/** A button that asks for files. The same file can be chosen again. */
export function FileButton({ fileLabel, folder = false, disabled, onFiles, children, ...rest }: Props) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => field.current?.click()} disabled={disabled}>
        {children}
      </Button>
      <input
        {...rest}
        {...(folder && wholeFolders)}
        ref={field}
        type="file"
        hidden
        aria-label={fileLabel}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
