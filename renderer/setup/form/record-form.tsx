/** The frame of every form of Setup: what to do with a record, its fields, Save and Cancel, and what went wrong. */
import { type ReactNode, useEffect, useState } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, type Resolver, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { errorCode, errorText } from '../../i18n/error-text.ts';
import { goTo, guardLeaving, stopGuarding } from '../../shell/address.ts';
import { say } from '../../state/ui-store.ts';
import { loadPicture } from '../picture.ts';
import { pathTo, type NounPlace } from '../places.ts';
import { problemText } from './schema-resolver.ts';
import css from './form.module.css';

interface Props<Values extends FieldValues> {
  readonly place: NounPlace;
  readonly title: string;
  readonly isNew: boolean;
  /** What the form begins with. Give the form a `key` of the record and its version, so that a new one begins anew. */
  readonly values: Values;
  readonly resolver: Resolver<Values>;
  /** Saves and tells the id; `null` = the person thought better of it. */
  readonly onSave: (values: Values) => Promise<string | null>;
  /** What else can be done with the record. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function RecordForm<Values extends FieldValues>({
  place,
  title,
  isNew,
  values,
  resolver,
  onSave,
  actions,
  children,
}: Props<Values>) {
  const { t } = useTranslation();
  const form = useForm<Values>({ defaultValues: values as DefaultValues<Values>, resolver });
  const { isDirty, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<{ readonly text: string; readonly conflict: boolean } | null>(null);

  const fail = (error: unknown) => {
    const code = errorCode(error);
    const refused = code === 'INVALID_INPUT' ? refusedField(error) : null;
    const field = code === 'NAME_TAKEN' ? 'developerName' : refused?.field;
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
    try {
      const id = await onSave(given);
      if (id === null) return;
      stopGuarding();
      say(t('setup.saved'));
      await loadPicture();
      if (isNew) goTo(pathTo(place, id));
    } catch (error) {
      fail(error);
    }
  });
  const cancel = () => {
    stopGuarding();
    goTo(pathTo(place));
  };
  return (
    <FormProvider {...form}>
      <form className={css.form} noValidate onSubmit={(event) => void submit(event)} aria-label={title}>
        <div className={css.head}>
          <h1>{title}</h1>
          {!isNew && <div className={css.actions}>{actions}</div>}
        </div>
        {problem && (
          <div role="alert" className={css.problem}>
            <span>{problem.text}</span>
            {problem.conflict && (
              <Button onClick={() => void loadPicture()}>{t('setup.loadNewVersion')}</Button>
            )}
          </div>
        )}
        {children}
        <div className={css.foot}>
          <Button onClick={cancel}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" disabled={isSubmitting}>
            {t('setup.save')}
          </Button>
        </div>
      </form>
      {isDirty && <LeaveQuestion />}
    </FormProvider>
  );
}

/** The field that the hub refused, as this form names it, and why, when it said so in a way that can be shown there. */
function refusedField(error: unknown): { field: string; text: string } | null {
  const data = (error as { data?: unknown }).data;
  if (typeof data !== 'object' || data === null || !('field' in data) || !('problem' in data)) return null;
  const { field, problem, ...params } = data as Record<string, string | number>;
  const text = problemText({ code: String(problem), params });
  return text.startsWith('validation.') ? null : { field: String(field).replace(/^record\./, ''), text };
}

/** While this is shown, leaving asks first. */
function LeaveQuestion() {
  const { t } = useTranslation();
  const [goOn, setGoOn] = useState<(() => void) | null>(null);
  useEffect(() => guardLeaving((leave) => setGoOn(() => leave)), []);
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
