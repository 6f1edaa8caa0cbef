/**
 * Compares a Dynamics snapshot with this hub's Setup. Pure; records are matched by id, then by developer name.
 * Dynamics' own presences are matched by id or base, since their names are localised.
 */
import type { Directory } from '../../../directory/directory.ts';
import { Draft } from '../draft.ts';
import { type ImportPlan, ReportLines, type PlanOptions } from '../planning.ts';
import { remark } from '../remarks.ts';
import { type RecordType, reportOf } from '../report.ts';
import type { DynamicsModel, Origin } from './model.ts';
import { extendSystemStatuses, planPresence } from './plan-presence.ts';
import { planUser, planUserProfile } from './plan-users.ts';
import { planWorkStream } from './plan-work-streams.ts';
import type { Planning } from './planning-context.ts';

export function planDynamics(picture: DynamicsModel, directory: Directory, options: PlanOptions): ImportPlan {
  const draft = new Draft(directory, options.newId);
  const lines = new ReportLines();
  const own = new Set([...picture.presences, ...picture.workStreams, ...picture.users].map(({ id }) => id));
  const taken = new Set<string>();
  const planning: Planning = {
    draft,
    lines,
    channelIds: [],
    statusIds: new Map(),
    taken: (table, id) => own.has(id) || taken.has(`${table} ${id}`),
    take: (table, id) => taken.add(`${table} ${id}`),
  };

  const each = <T extends Origin>(
    type: RecordType,
    records: readonly T[],
    plan: (record: T, planning: Planning) => void,
  ) => {
    const known = new Map<string, string>();
    for (const record of records) {
      const first = known.get(record.id);
      known.set(record.id, first ?? record.file);
      const said = { name: record.name ?? record.id, file: record.file, unmodelled: record.unmodelled };
      if (first !== undefined) lines.skip(type, said, remark('DUPLICATE', { file: first }));
      else plan(record, planning);
    }
  };

  each('serviceChannel', picture.workStreams, planWorkStream);
  each('presenceStatus', picture.presences, planPresence);
  extendSystemStatuses(planning);
  const profileId = picture.users.length > 0 ? planUserProfile(planning) : null;
  each('user', picture.users, (user) => planUser(user, profileId, planning));

  const { records, ids } = lines.sorted();
  return {
    ids,
    report: reportOf({
      source: 'dynamics',
      records,
      moves: [],
      notInSource: [],
      reading: picture,
    }),
    changes: draft.changed(),
  };
}
