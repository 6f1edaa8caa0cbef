import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningKey } from '#core/contract/setup-system.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { TextField } from '../../controls/field.tsx';
import { shortDate } from '../../i18n/format.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { useAsyncAnswer } from '../use-answer.ts';
import css from '../pages.module.css';

const list = () => bridge.setup.signingKeys.list({});

/** Signing keys of sites: a site's server signs the identity of its customers with them. */
export function SigningKeysPage() {
  const { t, i18n } = useTranslation();
  const { answer: keys, ask } = useAsyncAnswer(list);
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const [removing, setRemoving] = useState<SigningKey | null>(null);

  const remove = async ({ id }: SigningKey) => {
    setRemoving(null);
    await attempt(bridge.setup.signingKeys.remove({ id }));
    ask();
  };
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('setup.places.signing-keys')}</h1>
      </div>
      <p className={css.text}>{t('system.signingKeys.text')}</p>
      <NewKey
        onMade={(key) => {
          setMade(key);
          ask();
        }}
      />
      {keys?.length === 0 && <p className={css.faint}>{t('system.signingKeys.none')}</p>}
      {keys && keys.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table} aria-label={t('setup.places.signing-keys')}>
            <thead>
              <tr>
                {(['name', 'created', 'act'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`system.apiKeys.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <th scope="row">{key.name}</th>
                  <td className={css.time}>{shortDate(key.createdAt, i18n.language)}</td>
                  <td>
                    <Button
                      aria-label={t('system.signingKeys.removeNamed', { name: key.name })}
                      onClick={() => setRemoving(key)}
                    >
                      {t('system.signingKeys.remove')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {made && (
        <ShownOnce
          title={t('system.signingKeys.created', { name: made.name })}
          label={t('system.signingKeys.secret')}
          value={made.secret}
          onClose={() => setMade(null)}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={t('system.signingKeys.removeTitle', { name: removing.name })}
          text={t('system.signingKeys.removeText')}
          action={t('system.signingKeys.remove')}
          onConfirm={() => void remove(removing)}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  );
}

function NewKey({
  onMade,
}: {
  readonly onMade: (made: { readonly name: string; readonly secret: string }) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const wanted = name.trim();
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted === '') return;
    const done = await attempt(
      bridge.setup.signingKeys
        .create({ name: wanted })
        .then(({ secret }) => onMade({ name: wanted, secret })),
    );
    if (done) setName('');
  };
  return (
    <form className={css.card} onSubmit={(event) => void create(event)}>
      <div className={css.line}>
        <TextField
          label={t('system.signingKeys.name')}
          value={name}
          maxLength={100}
          onChange={({ target }) => setName(target.value)}
          autoComplete="off"
        />
        <Button type="submit" look="primary" disabled={wanted === ''}>
          {t('system.signingKeys.create')}
        </Button>
      </div>
    </form>
  );
}
