/**
 * Assignments to presence configurations. No user or profile is moved from another configuration without confirmation,
 * and one that a source assigns twice keeps the first.
 */
import type { Draft } from './draft.ts';
import type { ReportLines, PlanOptions } from './planning.ts';
import { type Remark, remark } from './remarks.ts';
import type { Move } from './report.ts';

export class Assignments {
  readonly #draft: Draft;
  readonly #options: PlanOptions;
  readonly #first = new Map<string, string>();
  /** Named users and profiles, by table, whose report lines are still to be written. */
  readonly #named = { user: new Set<string>(), userProfile: new Set<string>() };
  readonly moves: Move[] = [];

  constructor(draft: Draft, options: PlanOptions) {
    this.#draft = draft;
    this.#options = options;
  }

  /** Assigns an existing user or profile; remarks go to `warnings` of the configuration. */
  assign(
    table: 'user' | 'userProfile',
    id: string,
    configuration: { readonly id: string; readonly name: string; readonly developerName: string },
    warnings: Remark[],
  ): void {
    const record = this.#draft[table].get(id)!;
    const who = 'username' in record ? record.username : record.developerName;
    this.#named[table].add(id);
    const first = this.#first.get(id);
    if (first !== undefined) {
      if (first !== configuration.developerName) warnings.push(remark('ASSIGNED_TWICE', { who, first }));
      return;
    }
    this.#first.set(id, configuration.developerName);
    const from = this.#draft.presenceConfiguration.get(record.presenceConfigurationId ?? '');
    if (from && from.id !== configuration.id) {
      const move = { type: table, name: who, from: from.developerName, to: configuration.developerName };
      const confirmed = this.#options.confirmMove(move);
      this.moves.push({ ...move, confirmed });
      warnings.push(remark(confirmed ? 'MOVED' : 'MOVES', { who, from: from.name }));
      if (!confirmed) return;
    }
    const assigned = { ...record, presenceConfigurationId: configuration.id };
    this.#draft[table].put(assigned as never);
  }

  /** A line for each named user or profile that has none yet. */
  writeLines(lines: ReportLines, written: ReadonlySet<string>): void {
    for (const table of ['userProfile', 'user'] as const) {
      for (const id of this.#named[table]) {
        if (written.has(id)) continue;
        const record = this.#draft[table].get(id)!;
        const name = 'username' in record ? record.username : record.developerName;
        lines.add(table, { name, file: null }, this.#draft[table].change(id));
      }
    }
  }
}
