import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '#core/contract/setup-system.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { shortDate, timeOfDay } from '../../i18n/format.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { ShownOnce } from '../shown-once.tsx';
import { useHubNow } from '../../state/clock.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { useAsyncAnswer } from '../use-answer.ts';
import { NewKeyForm } from './new-key-form.tsx';
import css from '../pages.module.css';

const list = () => bridge.setup.apiKeys.list({});

/** API keys of integrators: created with scopes and an end, shown once, with their last use, revocable. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const { answer: keys, ask } = useAsyncAnswer(list);
  const hub = useMirror(({ account }) => account?.hub ?? '');
  const [made, setMade] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);

  const revoke = async ({ id }: ApiKey) => {
    setRevoking(null);
    await attempt(bridge.setup.apiKeys.revoke({ id }));
    ask();
  };
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{t('setup.places.api-keys')}</h1>
      </div>
      <p className={css.text}>{t('system.apiKeys.text', { address: `${hub}/api/v1/openapi.json` })}</p>
      <NewKeyForm
        onMade={(key) => {
          setMade(key);
          ask();
        }}
      />
      {keys && keys.length === 0 && <p className={css.faint}>{t('system.apiKeys.none')}</p>}
      {keys && keys.length > 0 && <Keys keys={keys} onRevoke={setRevoking} />}
      {made && (
        <ShownOnce
          title={t('system.apiKeys.created', { name: made.name })}
          label={t('system.apiKeys.key')}
          value={made.key}
          onClose={() => setMade(null)}
        />
      )}
      {revoking && (
        <ConfirmDialog
          title={t('system.apiKeys.revokeTitle', { name: revoking.name })}
          text={t('system.apiKeys.revokeText')}
          action={t('system.apiKeys.revoke')}
          onConfirm={() => void revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

function Keys({
  keys,
  onRevoke,
}: {
  readonly keys: readonly ApiKey[];
  readonly onRevoke: (key: ApiKey) => void;
}) {
  const { t, i18n } = useTranslation();
  const now = useHubNow();
  const when = (at: number | null) =>
    at === null ? t('system.never') : `${shortDate(at, i18n.language)} ${timeOfDay(at, i18n.language)}`;
  const end = (at: number | null) => {
    if (at === null) return t('system.apiKeys.endless');
    return at <= now ? t('system.apiKeys.ended') : shortDate(at, i18n.language);
  };
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label={t('system.apiKeys.table')}>
        <thead>
          <tr>
            {(['name', 'scopes', 'created', 'used', 'end', 'act'] as const).map((column) => (
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
              <td>
                {key.scopes
                  .map((one) => t(`system.apiKeys.scope.${one}`, { nsSeparator: false }))
                  .join(' · ')}
              </td>
              <td className={css.time}>{when(key.createdAt)}</td>
              <td className={css.time}>{when(key.lastUsedAt)}</td>
              <td className={css.time}>{end(key.expiresAt)}</td>
              <td>
                <Button
                  aria-label={t('system.apiKeys.revokeNamed', { name: key.name })}
                  onClick={() => onRevoke(key)}
                >
                  {t('system.apiKeys.revoke')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
