import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Move } from '#core/contract/setup.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { copyOf } from '../form/beginnings.ts';
import { RecordActions } from '../form/record-actions.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { schemaResolver } from '../form/schema-resolver.ts';
import { usePicture } from '../picture.ts';
import { NEW } from '../places.ts';
import { AssignSections } from './assign-sections.tsx';
import { AgentSettings } from './agent-settings.tsx';
import { AudioSettings, BasicInformation, DeclineReasons, WrapUpTime } from './work-sections.tsx';
import { ConfigurationValues, isDefault, prepare, ranges, rulesOf, valuesOf } from './values.ts';
import css from '../form/form.module.css';

const PLACE = 'configurations';

interface MoveQuestion {
  readonly moves: readonly Move[];
  readonly answer: (yes: boolean) => void;
}

/** One presence configuration: behaviour, and who works under it. */
export function ConfigurationForm({
  configuration,
  isNew,
}: {
  readonly configuration: PresenceConfiguration | undefined;
  readonly isNew: boolean;
}) {
  const { t } = useTranslation();
  const picture = usePicture();
  const [question, setQuestion] = useState<MoveQuestion | null>(null);
  const stored = isNew ? null : (configuration ?? null);
  const kept = valuesOf(configuration, picture);
  const copy = t('setup.copyOf', { name: kept.name });
  // A copy is behaviour only: everybody it could be assigned to would be taken from the original.
  const values: ConfigurationValues =
    isNew && configuration
      ? { ...kept, name: copy, ...copyOf(copy, 'configuration'), userIds: [], profileIds: [] }
      : kept;

  const save = async ({ userIds, profileIds, ...record }: ConfigurationValues): Promise<string | null> => {
    const moves = await bridge.setup.moves({ configurationId: stored?.id ?? NEW, userIds, profileIds });
    if (moves.length > 0) {
      const yes = await new Promise<boolean>((answer) => setQuestion({ moves, answer }));
      setQuestion(null);
      if (!yes) return null;
    }
    const { id } = await bridge.setup.save.configuration({
      id: stored?.id ?? null,
      version: stored?.version ?? null,
      record,
    });
    const confirmed = moves.map((move) => move.id);
    await bridge.setup.assign({ configurationId: id, userIds, profileIds, confirmed });
    return id;
  };
  return (
    <>
      <RecordForm
        place={PLACE}
        title={stored?.name ?? t(`setup.new.${PLACE}`)}
        isNew={isNew}
        values={values}
        resolver={schemaResolver<ConfigurationValues>(ConfigurationValues, {
          ranges,
          prepare,
          check: (given) => rulesOf(given, picture, stored).problems,
        })}
        onSave={save}
        actions={
          stored && (
            <RecordActions
              place={PLACE}
              id={stored.id}
              version={stored.version}
              name={stored.name}
              active={null}
              removable={!isDefault(stored)}
            />
          )
        }
      >
        <BasicInformation stored={stored} />
        <AudioSettings />
        <WrapUpTime />
        <DeclineReasons />
        <AgentSettings />
        <AssignSections stored={stored} />
      </RecordForm>
      {question && <MovesDialog {...question} />}
    </>
  );
}

/** Says who would leave another configuration, and moves nobody without a yes. */
function MovesDialog({ moves, answer }: MoveQuestion) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('setup.configuration.movesTitle')} onClose={() => answer(false)}>
      <DialogText>{t('setup.configuration.movesText')}</DialogText>
      <ul className={css.uses}>
        {moves.map(({ kind, id, name, from }) => (
          <li key={`${kind} ${id}`}>
            {t('setup.configuration.move', { what: t(`setup.nouns.${kind}`), name, from })}
          </li>
        ))}
      </ul>
      <DialogButtons>
        <Button onClick={() => answer(false)}>{t('app.cancel')}</Button>
        <Button look="primary" onClick={() => answer(true)}>
          {t('setup.configuration.moveThem')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
