import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../controls/dialog.tsx';
import { errorCode, errorText } from '../i18n/error-text.ts';
import { shortDate } from '../i18n/format.ts';
import css from './certificate-dialog.module.css';

const Shown = z.object({
  hub: z.string(),
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  from: z.number(),
  to: z.number(),
});

/** A certificate that only the user can decide about. */
export interface CertificateWarning extends z.infer<typeof Shown> {
  readonly changed: boolean;
  /** What is wrong, as a sentence. */
  readonly text: string;
}

/** The certificate problem that kept a sign-in from being sent; `null` = another error. */
export function certificateWarning(error: unknown): CertificateWarning | null {
  const code = errorCode(error);
  if (code !== 'CERTIFICATE_UNKNOWN' && code !== 'CERTIFICATE_CHANGED') return null;
  const shown = Shown.safeParse(error instanceof Error && 'data' in error ? error.data : null).data;
  return shown ? { ...shown, changed: code === 'CERTIFICATE_CHANGED', text: errorText(error) } : null;
}

/** Details of the certificate, to compare with the administrator's. */
export function CertificateDialog({
  doubt,
  onTrust,
  onClose,
}: {
  readonly doubt: CertificateWarning;
  readonly onTrust: () => void;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const day = (at: number) => shortDate(at, i18n.language);
  const facts = [
    ['hub', doubt.hub],
    ['subject', doubt.subject],
    ['issuer', doubt.issuer],
    ['valid', t('account.certificate.period', { from: day(doubt.from), to: day(doubt.to) })],
  ] as const;
  return (
    <Dialog title={t(`account.certificate.${doubt.changed ? 'changed' : 'unknown'}`)} onClose={onClose}>
      <DialogText>{doubt.text}</DialogText>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`account.certificate.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('account.certificate.fingerprint')}</dt>
          <dd className={css.fingerprint}>
            {doubt.fingerprint.split(/(?<=:)/).map((pair, index) => (
              <Fragment key={index}>
                {pair}
                <wbr />
              </Fragment>
            ))}
          </dd>
        </div>
      </dl>
      <p className={css.compare}>{t('account.certificate.compare')}</p>
      <DialogButtons>
        <Button onClick={onClose}>{t('account.certificate.refuse')}</Button>
        <Button look={doubt.changed ? 'danger' : 'primary'} onClick={onTrust}>
          {t(`account.certificate.${doubt.changed ? 'trustNew' : 'trust'}`)}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
