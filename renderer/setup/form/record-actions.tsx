/** Actions on a saved record besides editing it. Its users are listed before anything happens. */
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Use } from '#core/contract/setup.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { goTo } from '../../state/address.ts';
import { waitForSnapshot } from '../setup-snapshot.ts';
import { NEW, nounAt, type NounPlace, pathTo, recordAt } from '../places.ts';
import css from './form.module.css';

interface Props {
  readonly place: NounPlace;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** `null` = this noun is neither active nor inactive, or this record always stays as it is. */
  readonly active: boolean | null;
  readonly removable: boolean;
}

interface Question {
  readonly about: 'deactivate' | 'delete';
  readonly uses: readonly Use[];
}

export function RecordActions({ place, id, version, name, active, removable }: Props) {
  const { t } = useTranslation();
  const { isDirty } = useFormState();
  const [question, setQuestion] = useState<Question | null>(null);
  const noun = nounAt(place);

  const ask = (about: Question['about']) =>
    void attempt(bridge.setup.usedBy({ noun, id }).then((uses) => setQuestion({ about, uses })));
  const setActive = async (to: boolean) => {
    setQuestion(null);
    if (await attempt(bridge.setup.setActive({ noun, id, version, active: to })))
      await waitForSnapshot((shown) => (recordAt(shown, place, id)?.version ?? version) > version);
  };
  const remove = async () => {
    setQuestion(null);
    if (await attempt(bridge.setup.remove({ noun, id, version }))) goTo(pathTo(place));
  };
  const blocked = question?.about === 'delete' && question.uses.length > 0;
  return (
    <>
      <Button disabled={isDirty} onClick={() => goTo(pathTo(place, NEW, id))}>
        {t('setup.duplicate')}
      </Button>
      {active === false && (
        <Button disabled={isDirty} onClick={() => void setActive(true)}>
          {t('setup.activate')}
        </Button>
      )}
      {active === true && (
        <Button disabled={isDirty} onClick={() => ask('deactivate')}>
          {t('setup.deactivate')}
        </Button>
      )}
      {removable && (
        <Button disabled={isDirty} onClick={() => ask('delete')}>
          {t('setup.delete')}
        </Button>
      )}
      {question && (
        <Dialog title={t(`setup.${question.about}Title`, { name })} onClose={() => setQuestion(null)}>
          <DialogText>
            {t(blocked ? 'setup.deleteBlocked' : `setup.${question.about}Text.${place}`)}
          </DialogText>
          <Uses uses={question.uses} />
          <DialogButtons>
            <Button onClick={() => setQuestion(null)}>{t(blocked ? 'app.close' : 'app.cancel')}</Button>
            {!blocked && (
              <Button
                look="danger"
                onClick={() => void (question.about === 'delete' ? remove() : setActive(false))}
              >
                {t(`setup.${question.about}`)}
              </Button>
            )}
          </DialogButtons>
        </Dialog>
      )}
    </>
  );
}

/** Maximum number listed one by one. */
const MAX_USES_SHOWN = 100;

function Uses({ uses }: { readonly uses: readonly Use[] }) {
  const { t, i18n } = useTranslation();
  if (uses.length === 0) return <p>{t('setup.notUsed')}</p>;
  return (
    <div>
      <p>{t('setup.usedBy')}</p>
      <ul className={css.uses}>
        {uses.slice(0, MAX_USES_SHOWN).map(({ noun, id, name, as }) => {
          const how = `setup.uses.${as}` as 'setup.uses.default';
          const what = t(`setup.nouns.${noun}`);
          return (
            <li key={`${noun} ${id} ${as}`}>
              {i18n.exists(how) ? t('setup.use', { what, name, how: t(how) }) : `${what} ${name}`}
            </li>
          );
        })}
        {uses.length > MAX_USES_SHOWN && (
          <li>{t('setup.moreUses', { count: uses.length - MAX_USES_SHOWN })}</li>
        )}
      </ul>
    </div>
  );
}
