/**
 * Compares a Salesforce snapshot with this hub's Setup. Pure; records are matched by developer name. Values that a file
 * does not mention stay unchanged.
 */
import type { Directory } from '../../../directory/directory.ts';
import { Assignments } from '../assignments.ts';
import { Draft } from '../draft.ts';
import {
  developerNameOf,
  type ImportPlan,
  ReportLines,
  type PlanOptions,
  type RecordNotes,
} from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import { type RecordType, reportOf } from '../report.ts';
import type { Origin, SalesforceModel, SourceOther } from './model.ts';
import { planChannel } from './plan-channel.ts';
import { planConfiguration } from './plan-configuration.ts';
import { planGrants } from './plan-grants.ts';
import { planQueues } from './plan-queues.ts';
import { planReason } from './plan-reason.ts';
import { planRouting } from './plan-routing.ts';
import { planStatus } from './plan-status.ts';
import type { Planning } from './planning-context.ts';
import { StatusNames } from './status-names.ts';

/** Settings of a presence configuration that Salesforce metadata cannot represent. */
const NOT_IN_SALESFORCE = [
  'notificationSound',
  'soundSeconds',
  'messagingDestinations',
  'voiceDestinations',
] as const;

export function planSalesforce(
  picture: SalesforceModel,
  directory: Directory,
  options: PlanOptions,
): ImportPlan {
  const draft = new Draft(directory, options.newId);
  const lines = new ReportLines();
  const assignments = new Assignments(draft, options);
  const planning: Planning = { draft, picture, lines, statusNames: new StatusNames(), assignments };

  const each = <T extends Origin>(
    type: RecordType,
    prefix: string,
    records: readonly T[],
    plan: (record: T, said: RecordNotes & { readonly warnings: Remark[] }, planning: Planning) => void,
  ) => {
    const known = new Map<string, string>();
    for (const record of records) {
      const name = developerNameOf(record.name, prefix);
      const { file, unmodelled } = record;
      const first = known.get(name.toLowerCase());
      if (first !== undefined) {
        lines.skip(type, { name, file, unmodelled }, remark('DUPLICATE', { file: first }));
        continue;
      }
      known.set(name.toLowerCase(), file);
      const warnings = [...record.remarks];
      if (name !== record.name && type !== 'userProfile')
        warnings.push(remark('DEVELOPER_NAME_CHANGED', { from: record.name, to: name }));
      plan(record, { name, file, unmodelled, warnings }, planning);
    }
  };

  each('serviceChannel', 'channel', picture.channels, planChannel);
  each('presenceStatus', 'status', picture.statuses, planStatus);
  each('declineReason', 'reason', picture.reasons, planReason);
  each('routingConfiguration', 'routing', picture.routing, planRouting);
  planQueues(planning, (plan) => each('queue', 'queue', picture.queues, plan));
  const writeGrants = planGrants(planning);
  each('presenceConfiguration', 'configuration', picture.configurations, planConfiguration);
  assignments.writeLines(lines, writeGrants());
  for (const other of picture.others) writeOther(other, lines);

  const { records, ids } = lines.sorted();
  return {
    ids,
    report: reportOf({
      source: 'salesforce',
      records,
      moves: assignments.moves,
      notInSource: picture.configurations.length > 0 ? NOT_IN_SALESFORCE : [],
      reading: picture,
    }),
    changes: draft.changed(),
  };
}

function writeOther({ type, name, file, remarks, unmodelled }: SourceOther, lines: ReportLines): void {
  lines.skip(type, { name, file, warnings: remarks, unmodelled }, remark('NOT_MODELLED'));
}
