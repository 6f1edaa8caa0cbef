/**
 * Reconciliation: every few seconds, finds and repairs violated invariants. Every repair is counted; on a healthy hub
 * the count stays zero.
 */
import { sql } from 'kysely';
import type { HubContext } from '../unit/context.ts';
import { readSetupVersion } from '../directory/directory.ts';
import { toJson } from '../store/json.ts';
import { liveItem, liveWork } from '../store/states.ts';
import type { AgentRow } from '../unit/unit.ts';
import { followLoad } from '../ledger/periods.ts';
import { requeue } from '../ledger/release.ts';

export class Reconciler {
  readonly #context: HubContext;

  constructor(context: HubContext) {
    this.#context = context;
  }

  async run(): Promise<void> {
    await this.#followSetup();
    await this.#countCapacity();
    await this.#findOrphans();
    await this.#findDeadlines();
    await this.#sayAlive();
  }

  /** Another process changed Setup. */
  async #followSetup(): Promise<void> {
    const version = await readSetupVersion(this.#context.store.reader);
    if (version === this.#context.directory.version) return;
    await this.#context.reloadDirectory();
    await this.#context.unit(async (unit) => {
      unit.setupChanged = true;
    });
  }

  /** Used capacity is the sum over live agent work. */
  async #countCapacity(): Promise<void> {
    const { rows } = await sql<{ agent_id: string }>`
      select s.agent_id from agent_state s
      left join (
        select agent_id,
          sum(case when holds = 1 and pool = 'primary' then size else 0 end) as main,
          sum(case when holds = 1 and pool = 'interruptible' then size else 0 end) as other,
          sum(case when holds = 1 then 1 else 0 end) as items,
          sum(case when state = 'offered' then 1 else 0 end) as offers
        from agent_work where ${liveWork('state')} group by agent_id
      ) w on w.agent_id = s.agent_id
      where s.used_primary <> coalesce(w.main, 0) or s.used_interruptible <> coalesce(w.other, 0)
        or s.open_items <> coalesce(w.items, 0) or s.live_offers <> coalesce(w.offers, 0)`.execute(
      this.#context.store.reader,
    );
    for (const { agent_id } of rows) {
      await this.#context.unit(async (unit) => {
        const agent = await unit.agent(agent_id);
        const live = await unit.db
          .selectFrom('agent_work')
          .select(['pool', 'size', 'holds', 'state'])
          .where('agent_id', '=', agent_id)
          .where(liveWork('state'))
          .execute();
        const holding = live.filter((work) => work.holds === 1);
        const sum = (pool: string) =>
          holding.reduce((total, work) => total + (work.pool === pool ? work.size : 0), 0);
        const right: Partial<AgentRow> = {
          used_primary: sum('primary'),
          used_interruptible: sum('interruptible'),
          open_items: holding.length,
          live_offers: live.filter((work) => work.state === 'offered').length,
        };
        if (Object.entries(right).every(([column, value]) => agent[column as keyof AgentRow] === value))
          return;
        Object.assign(agent, right);
        await followLoad(unit, agent);
        unit.routeAgents.add(agent_id);
        this.#repaired('capacity', { agent: agent_id });
      });
    }
  }

  /** Items whose state names an agent, without live agent work. */
  async #findOrphans(): Promise<void> {
    const orphans = await this.#context.store.reader
      .selectFrom('work_item')
      .leftJoin('agent_work', (join) =>
        join.onRef('agent_work.work_item_id', '=', 'work_item.id').on('agent_work.owns', '=', 1),
      )
      .select('work_item.id')
      .where(liveItem('work_item.state', 'offered', 'open', 'on-hold'))
      .where('agent_work.id', 'is', null)
      .execute();
    for (const { id } of orphans) {
      await this.#context.unit(async (unit) => {
        const item = await unit.item(id);
        const owner = await unit.db
          .selectFrom('agent_work')
          .select('id')
          .where('work_item_id', '=', id)
          .where('owns', '=', 1)
          .executeTakeFirst();
        if (owner || !['offered', 'open', 'on-hold'].includes(item.state)) return;
        await requeue(unit, item, 'owner-gone');
        this.#repaired('owner-gone', { item: id });
      });
    }
  }

  /** Offers and wrap-ups with an end but without a deadline row. */
  async #findDeadlines(): Promise<void> {
    const { rows } = await sql<{ id: string; kind: 'offer' | 'wrap-up'; due: number }>`
      select w.id, case when w.state = 'offered' then 'offer' else 'wrap-up' end as kind,
        case when w.state = 'offered' then w.deadline else w.wrap_up_deadline end as due
      from agent_work w
      left join deadline d on d.subject_id = w.id and d.kind = case when w.state = 'offered' then 'offer' else 'wrap-up' end
      where ${liveWork('w.state', 'offered', 'wrap-up')} and d.subject_id is null
        and case when w.state = 'offered' then w.deadline else w.wrap_up_deadline end is not null`.execute(
      this.#context.store.reader,
    );
    for (const { id, kind, due } of rows) {
      await this.#context.unit(async (unit) => {
        const work = await unit.db
          .selectFrom('agent_work')
          .select('state')
          .where('id', '=', id)
          .executeTakeFirst();
        if (work?.state !== (kind === 'offer' ? 'offered' : 'wrap-up')) return;
        await unit.deadline(kind, id, Number(due));
        this.#repaired('deadline', { agentWork: id });
      });
    }
  }

  /** Lets the next hub to start compute how long no hub was alive. */
  async #sayAlive(): Promise<void> {
    const value = toJson(this.#context.clock.now());
    await this.#context.store.write((db) =>
      db
        .insertInto('setting')
        .values({ key: 'hub_alive_at', value_json: value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json: value }))
        .execute(),
    );
  }

  #repaired(what: string, facts: object): void {
    this.#context.metrics.repairs.inc({ what });
    this.#context.log.warn({ what, ...facts }, 'reconciliation put something right');
  }
}
