import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorWork } from '#core/supervision/floor.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { SelectField } from '../../controls/field.tsx';
import { errorCode, errorText } from '../../i18n/error-text.ts';
import { units } from '../../i18n/format.ts';
import { useFloor } from '../floor-store.ts';

/** Assigns an item to an agent. Asks for confirmation when that exceeds the capacity, with the excess. */
export function AssignDialog({ work, onClose }: { readonly work: FloorWork; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const agents = useFloor((floor) => floor.agents);
  const candidates = useMemo(
    () =>
      [...agents.values()]
        .filter(({ signedIn, id }) => signedIn && id !== work.agentId)
        .sort((a, b) => a.name.localeCompare(b.name)),
    [agents, work.agentId],
  );
  const [agentId, setAgentId] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const send = async () => {
    try {
      await bridge.supervisor.work.assign({
        commandId: crypto.randomUUID(),
        workItemId: work.workItemId,
        agentId,
        overCapacity: over,
      });
      onClose();
    } catch (error) {
      setProblem(errorText(error));
      setOver(errorCode(error) === 'OVER_CAPACITY');
    }
  };
  return (
    <Dialog title={t('supervisor.assignTitle', { customer: work.customer })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <SelectField
          label={t('supervisor.columns.agent')}
          required
          value={agentId}
          error={problem ?? undefined}
          onChange={({ target }) => {
            setAgentId(target.value);
            setOver(false);
            setProblem(null);
          }}
        >
          <option value="" disabled>
            {t('supervisor.chooseAgent')}
          </option>
          {candidates.map(({ id, name, statusText, primary }) => (
            <option key={id} value={id}>
              {`${name} · ${statusText} · ${t('capacity.of', { used: units(primary.used), max: units(primary.max) })}`}
            </option>
          ))}
        </SelectField>
        {candidates.length === 0 && <DialogText>{t('supervisor.nobodySignedIn')}</DialogText>}
        <DialogButtons>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look={over ? 'danger' : 'primary'} type="submit" disabled={agentId === ''}>
            {t(over ? 'supervisor.assignAnyway' : 'supervisor.acts.assign')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
