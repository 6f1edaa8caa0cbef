/**
 * The form of one record of Setup: its actions, its fields, Save and Cancel, errors, and concurrent changes by other
 * users. Every noun's form is this one with different fields.
 */
import { type ReactNode, useEffect, useMemo, useState, useLayoutEffect, useRef } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { saveName } from '#core/contract/setup.ts';
import { developerNameFrom } from '#core/presence/status-rules.ts';
import { nouns, type SetupNoun } from '#core/setup/nouns.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { errorCode, errorText } from '../../i18n/error-text.ts';
import { goTo, guardNavigationAway, stopGuardingNavigation } from '../../state/address.ts';
import { say } from '../../state/ui-store.ts';
import type { Opened } from '../opened.ts';
import { loadSetupSnapshot, waitForSnapshot, useSetupSnapshot, useSetupStore } from '../setup-snapshot.ts';
import { nounAt, type NounPlace, pathTo, recordAt, recordsAt } from '../places.ts';
import { RecordActions } from './record-actions.tsx';
import { type Ranges, RangesOfForm } from './ranges.ts';
import { problemsOf } from './rules.ts';
import { type FieldProblem, problemText, schemaResolver } from './schema-resolver.ts';
import { takenName } from './taken-name.ts';
import page from '../pages.module.css';
import css from './form.module.css';

interface Saved {
  readonly id: string;
  readonly version: number;
}
/** The base of a save; both null = a new record. */
type Based =
  | { readonly id: string; readonly version: number }
  | { readonly id: null; readonly version: null };

interface Props<R extends Saved, Values extends FieldValues> {
  readonly place: NounPlace;
  readonly opened: Opened<R>;
  /** Initial form values of a new record. */
  readonly empty: Values;
  /** The form values of a record. */
  readonly valuesOf: (record: R) => Values;
  /** Initial values of a copy that differ from the original; a copy is always active. */
  readonly copied?: Partial<Values>;
  /** Prefix of the developer name of a copy whose name has no Latin letters. */
  readonly prefix: string;
  /** Schema of the form when it holds more than the fields of its noun. */
  readonly schema?: z.ZodType;
  readonly ranges?: Ranges;
  /** Converts form values to the request. */
  readonly prepare?: (values: Values) => Values;
  /** The rules between fields, when there are more than those of the noun. */
  readonly check?: (values: Values) => readonly FieldProblem[];
  /**
   * Saves a record with its changes to others; `null` = cancelled by the user. `before` is the stored version; for a
   * new record, the empty form. By default only the record is saved.
   */
  readonly save?: (given: Based & { readonly record: Values }, before: Values) => Promise<Saved | null>;
  /** `null` = this noun is neither active nor inactive, or this record always stays as it is. */
  readonly active?: boolean | null;
  readonly removable?: boolean;
  /** Further actions on a saved record. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

const noRanges: Ranges = {};

/** Saves a record that changes nothing else. Its fields are those of the noun. */
const saveAlone = (noun: SetupNoun, given: Based & { readonly record: object }): Promise<Saved> =>
  (bridge.setup.save[saveName(noun)] as (given: object) => Promise<Saved>)(given);

/** Decline reasons call their name a label. */
const nameIn = (of: object): 'name' | 'label' => ('label' in of ? 'label' : 'name');

export function RecordForm<R extends Saved, Values extends FieldValues>({
  place,
  opened,
  empty,
  valuesOf,
  copied,
  prefix,
  schema = nouns[nounAt(place)].fields,
  ranges = noRanges,
  prepare,
  check,
  save = (given) => saveAlone(nounAt(place), given),
  active = null,
  removable = true,
  actions,
  children,
}: Props<R, Values>) {
  const { t } = useTranslation();
  const picture = useSetupSnapshot();
  const { record, stored, gone } = opened;
  const kept = useMemo(() => (record ? valuesOf(record) : empty), [valuesOf, record, empty]);
  const nameKey = nameIn(kept);
  const values = useMemo((): Values => {
    if (stored || !record) return kept;
    const name = t('setup.copyOf', { name: kept[nameKey] });
    const named = 'developerName' in kept ? { developerName: developerNameFrom(name, prefix) } : {};
    const inUse = 'active' in kept ? { active: true } : {};
    return { ...kept, [nameKey]: name, ...named, ...inUse, ...copied };
  }, [kept, stored, record, nameKey, prefix, copied, t]);

  const latest = useMemo(() => JSON.stringify([stored?.version, values]), [stored?.version, values]);
  const now = { version: stored?.version ?? null, values, latest, keep: false };
  const [based, setBased] = useState(now);
  const form = useForm<Values>({
    defaultValues: values as DefaultValues<Values>,
    resolver: schemaResolver<Values>(schema, {
      ranges,
      ...(prepare && { prepare }),
      check: (given) => [
        ...takenName(recordsAt(picture, place), stored, given),
        ...(check ? check(given) : problemsOf(nounAt(place), given, picture, stored?.id ?? null)),
      ],
    }),
  });
  const { isDirty, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<{ readonly text: string; readonly conflict: boolean } | null>(null);

  // An unedited form shows the new version; edits wait for a decision.
  const outdated = latest !== based.latest;
  if (outdated && !isDirty && !isSubmitting) setBased(now);
  // Before the first input; the initial values are there without it.
  const begun = useRef(based);
  useLayoutEffect(() => {
    if (based === begun.current) return;
    begun.current = based;
    form.reset(based.values, based.keep ? { keepDirtyValues: true } : {});
  }, [based, form]);

  const fail = (error: unknown) => {
    const code = errorCode(error);
    const refused = code === 'INVALID_INPUT' ? refusedField(error) : null;
    const taken = 'username' in values ? 'username' : 'developerName';
    const field = code === 'NAME_TAKEN' ? taken : refused?.field;
    if (field === undefined)
      return setProblem({ text: errorText(error), conflict: code === 'VERSION_CONFLICT' });
    form.setError(
      field as Parameters<typeof form.setError>[0],
      { type: 'hub', message: refused?.text ?? errorText(error) },
      { shouldFocus: true },
    );
  };
  const submit = form.handleSubmit(async (given) => {
    setProblem(null);
    const basis: Based =
      stored && based.version !== null
        ? { id: stored.id, version: based.version }
        : { id: null, version: null };
    try {
      // Everything in a new record is an addition, even when it is a copy.
      const before = stored ? based.values : empty;
      const saved = await save({ ...basis, record: given }, before);
      if (!saved) return;
      stopGuardingNavigation();
      say(t('setup.saved'));
      await waitForSnapshot((shown) => (recordAt(shown, place, saved.id)?.version ?? 0) >= saved.version);
      form.reset(given);
      if (!stored) goTo(pathTo(place, saved.id));
    } catch (error) {
      fail(error);
    }
  });
  const takeNewVersion = async (keep: boolean) => {
    setProblem(null);
    if (!outdated) await loadSetupSnapshot();
    const shown = useSetupStore.getState().picture;
    const fresh = shown && stored && (recordAt(shown, place, stored.id) as unknown as R | undefined);
    if (!fresh) return;
    const next = valuesOf(fresh);
    setBased({
      version: fresh.version,
      values: next,
      latest: JSON.stringify([fresh.version, next]),
      keep,
    });
  };
  const cancel = () => {
    stopGuardingNavigation();
    goTo(pathTo(place));
  };
  const conflict =
    stored !== null && !gone && ((outdated && isDirty && !isSubmitting) || (problem?.conflict ?? false));
  const title = stored ? String((stored as Record<string, unknown>)[nameKey] ?? '') : t(`setup.new.${place}`);
  return (
    <FormProvider {...form}>
      <form className={css.form} noValidate onSubmit={(event) => void submit(event)} aria-label={title}>
        <div className={page.head}>
          <h1>{title}</h1>
          {stored && !gone && (
            <div className={page.buttons}>
              {actions}
              <RecordActions
                place={place}
                id={stored.id}
                version={stored.version}
                name={title}
                active={active}
                removable={removable}
              />
            </div>
          )}
        </div>
        {gone && (
          <p role="alert" className={page.problem}>
            {t('setup.gone')}
          </p>
        )}
        {conflict && (
          <div role="alert" className={page.problem}>
            <span>{t('setup.changedMeanwhile')}</span>
            <span className={page.buttons}>
              <Button onClick={() => void takeNewVersion(true)}>{t('setup.keepMine')}</Button>
              <Button onClick={() => void takeNewVersion(false)}>{t('setup.loadNewVersion')}</Button>
            </span>
          </div>
        )}
        {problem && !problem.conflict && (
          <p role="alert" className={page.problem}>
            {problem.text}
          </p>
        )}
        <RangesOfForm value={ranges}>{children}</RangesOfForm>
        <div className={css.foot}>
          <Button onClick={cancel}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" disabled={isSubmitting || gone}>
            {t('setup.save')}
          </Button>
        </div>
      </form>
      {isDirty && <LeaveQuestion />}
    </FormProvider>
  );
}

/** The field that the hub rejected, by its name in this form, and the reason, when it can be shown there. */
function refusedField(error: unknown): { field: string; text: string } | null {
  const data = (error as { data?: unknown }).data;
  if (typeof data !== 'object' || data === null || !('field' in data) || !('problem' in data)) return null;
  const { field, problem, ...params } = data as Record<string, string | number>;
  const text = problemText({ code: String(problem), params });
  return text.startsWith('validation.') ? null : { field: String(field).replace(/^record\./, ''), text };
}

/** While this is mounted, leaving asks first. */
function LeaveQuestion() {
  const { t } = useTranslation();
  const [goOn, setGoOn] = useState<(() => void) | null>(null);
  useEffect(() => guardNavigationAway((leave) => setGoOn(() => leave)), []);
  if (!goOn) return null;
  return (
    <Dialog title={t('setup.unsavedTitle')} onClose={() => setGoOn(null)}>
      <DialogText>{t('setup.unsavedText')}</DialogText>
      <DialogButtons>
        <Button onClick={goOn}>{t('setup.discard')}</Button>
        <Button look="primary" onClick={() => setGoOn(null)}>
          {t('setup.keepEditing')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
