import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { developerNameFrom } from '#core/presence/status-rules.ts';
import { TextField } from '../../controls/field.tsx';
import { FormText } from './fields.tsx';

interface Props {
  /** Path of the name; decline reasons call it their label. */
  readonly name?: 'name' | 'label';
  /** Prefix of the developer name for a name without Latin letters. */
  readonly prefix: string;
  readonly saved: boolean;
  /** The names of a system record cannot change. */
  readonly disabled?: boolean;
}

/** Name and developer name. Until the first save the developer name follows the name, unless it was entered by hand. */
export function NameFields({ name = 'name', prefix, saved, disabled = false }: Props) {
  const { t } = useTranslation();
  const { getValues, setValue } = useFormContext();
  const { field, fieldState } = useController({ name });
  const change = (next: string) => {
    const follows = [developerNameFrom(String(field.value), prefix), ''].includes(getValues('developerName'));
    field.onChange(next);
    if (!saved && follows)
      setValue('developerName', next.trim() ? developerNameFrom(next, prefix) : '', { shouldDirty: true });
  };
  return (
    <>
      <TextField
        {...field}
        label={t('setup.name')}
        value={String(field.value)}
        onChange={({ target }) => change(target.value)}
        error={fieldState.error?.message}
        disabled={disabled}
        autoComplete="off"
      />
      <FormText
        name="developerName"
        label={t('setup.developerName')}
        hint={t(saved ? 'setup.developerNameFixed' : 'setup.developerNameHint')}
        disabled={saved}
      />
    </>
  );
}
