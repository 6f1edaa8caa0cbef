import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiScope, apiScopes, newKeyScopes } from '#core/setup/api-scopes.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { CheckField, SelectField, TextField } from '../../controls/field.tsx';
import css from '../pages.module.css';

const DAY_MS = 24 * 3_600_000;
/** In days; null = it does not expire. */
const validities = { month: 30, quarter: 90, year: 365, endless: null } as const;
type Validity = keyof typeof validities;
const USUAL: Validity = 'year';

/** Name, scopes and end of a new key; defaults to its own work and one year. */
export function NewKeyForm({
  onMade,
}: {
  readonly onMade: (made: { readonly name: string; readonly key: string }) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiScope[]>(newKeyScopes);
  const [validity, setValidity] = useState<Validity>(USUAL);
  const wanted = name.trim();

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted === '' || scopes.length === 0) return;
    const days = validities[validity];
    const expiresAt = days === null ? null : Date.now() + days * DAY_MS;
    const done = await attempt(
      bridge.setup.apiKeys
        .create({ name: wanted, scopes: [...scopes], expiresAt })
        .then(({ key }) => onMade({ name: wanted, key })),
    );
    if (!done) return;
    setName('');
    setScopes(newKeyScopes);
    setValidity(USUAL);
  };
  return (
    <form className={css.card} onSubmit={(event) => void create(event)}>
      <TextField
        label={t('system.apiKeys.name')}
        hint={t('system.apiKeys.nameHint')}
        value={name}
        maxLength={100}
        onChange={({ target }) => setName(target.value)}
        autoComplete="off"
      />
      <fieldset className={css.choices}>
        <legend>{t('system.apiKeys.scopes')}</legend>
        {apiScopes.map((scope) => (
          <CheckField
            key={scope}
            label={t(`system.apiKeys.scope.${scope}`, { nsSeparator: false })}
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              setScopes(apiScopes.filter((one) => (one === scope ? target.checked : scopes.includes(one))))
            }
          />
        ))}
        {scopes.length === 0 && <p className={css.faint}>{t('system.apiKeys.scopeMissing')}</p>}
      </fieldset>
      <div className={css.line}>
        <SelectField
          label={t('system.apiKeys.validFor')}
          value={validity}
          onChange={({ target }) => setValidity(target.value as Validity)}
        >
          {(Object.keys(validities) as Validity[]).map((one) => (
            <option key={one} value={one}>
              {t(`system.apiKeys.days.${one}`)}
            </option>
          ))}
        </SelectField>
        <Button type="submit" look="primary" disabled={wanted === '' || scopes.length === 0}>
          {t('system.apiKeys.create')}
        </Button>
      </div>
    </form>
  );
}
