import type { RoutingConfiguration, WorkSize } from '#core/setup/channels-and-queues.ts';
import { truncatedName, type RecordNotes, within } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourceRouting } from './model.ts';
import type { Planning } from './planning-context.ts';

const ONE_UNIT: WorkSize = { units: 1_000 };
const PERCENT = { least: 0, most: 100_000 };
/** Ten thousand units: more than any agent's capacity. */
const UNITS = { least: 0, most: 10_000_000 };
const PUSH_TIME_OUT_SECONDS = { least: 0, most: 86_400 };
const PRIORITY = { least: -1_000_000, most: 1_000_000 };

export function planRouting(
  source: SourceRouting,
  said: RecordNotes & { readonly warnings: Remark[] },
  { draft, lines, picture }: Planning,
): void {
  const { warnings } = said;
  if (source.units !== null && source.percent !== null)
    return lines.skip('routingConfiguration', said, remark('SIZE_TWICE'));
  const before = draft.routingConfiguration.named(said.name);
  if (source.model === 'external') warnings.push(remark('EXTERNAL_ROUTING'));
  const assignee = source.overflowQueue ?? source.overflowUser;
  const uses = (routing: string | null) => routing?.toLowerCase() === source.name.toLowerCase();
  if (assignee !== null && !picture.queues.some(({ routing }) => uses(routing)))
    warnings.push(remark('OVERFLOW_UNUSED', { assignee }));
  const missing = <Value extends string | number>(setting: string, used: Value): Value => {
    warnings.push(remark('VALUE_MISSING', { setting, used }));
    return used;
  };
  const routing: RoutingConfiguration = {
    ...(before ?? { id: draft.newId(), developerName: said.name, version: 1 }),
    name: truncatedName(source.label, before?.name ?? said.name, warnings),
    priority:
      within('routingPriority', source.priority, PRIORITY, warnings) ??
      before?.priority ??
      missing('routingPriority', 1),
    model: source.model ?? before?.model ?? missing('routingModel', 'least-active' as const),
    size: sizeOf(source, warnings) ?? before?.size ?? (missing('capacityWeight', 1), ONE_UNIT),
    pushTimeOutSeconds:
      within('pushTimeout', source.pushTimeOutSeconds, PUSH_TIME_OUT_SECONDS, warnings) ??
      before?.pushTimeOutSeconds ??
      0,
    capacityType: source.capacityType ?? before?.capacityType ?? 'inherited',
  };
  lines.add('routingConfiguration', said, draft.routingConfiguration.put(routing));
}

function sizeOf({ units, percent }: SourceRouting, warnings: Remark[]): WorkSize | null {
  if (units !== null) return { units: within('capacityWeight', units, UNITS, warnings)! };
  if (percent !== null) return { percent: within('capacityPercentage', percent, PERCENT, warnings)! };
  return null;
}
