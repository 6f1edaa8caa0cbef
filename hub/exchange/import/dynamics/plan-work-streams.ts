import { newChannel, type ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { BaseStatus } from '#core/vocabulary.ts';
import { developerNameOf, truncatedName, unusedName, within } from '../planning.ts';
import { remark } from '../remarks.ts';
import type { SourceWorkStream } from './model.ts';
import type { Planning } from './planning-context.ts';

/** Default capacity of a Dynamics work stream; agents have 100 there. */
const DEFAULT_WORK_STREAM_CAPACITY = 30;
const CAPACITY = { least: 0, most: 10_000 };
/** Default countdown of a Dynamics notification without its own template setting. */
const PUSH_TIME_OUT_SECONDS = 120;

/** Bases that Dynamics allows when a channel is chosen: records may also wait for agents who are away. */
const liveBases: readonly BaseStatus[] = ['available', 'busy'];
const recordBases: readonly BaseStatus[] = ['available', 'busy', 'busy-dnd', 'away'];

/** Maps a work stream to a channel, and to a routing configuration of the same name for its queues. */
export function planWorkStream(source: SourceWorkStream, planning: Planning): void {
  const { draft, lines } = planning;
  const { id, file, unmodelled } = source;
  const warnings = [...source.remarks];
  if (source.name === null) {
    const said = { name: id, file, warnings, unmodelled };
    return lines.skip('serviceChannel', said, remark('NAME_MISSING'));
  }
  const wanted = developerNameOf(source.name, 'channel');
  const alike = draft.serviceChannel.named(wanted);
  const free = alike && !planning.taken('serviceChannel', alike.id);
  const before = draft.serviceChannel.get(id) ?? (free ? alike : undefined);
  const kind = source.kind ?? before?.kind ?? 'custom';
  if (source.kind === null) warnings.push(remark('KIND_UNKNOWN', { object: source.name }));
  const allowed = source.allowedBases.length > 0 ? source.allowedBases : before?.allowedBases;
  const usual = kind === 'custom' ? recordBases : liveBases;
  const channel: ServiceChannel = {
    ...(before ?? {
      ...newChannel,
      id,
      developerName: unusedName(draft, 'serviceChannel', wanted),
      version: 1,
    }),
    name: truncatedName(source.name, id, warnings),
    kind,
    allowedBases: [...(allowed ?? usual)],
    active: source.active ?? before?.active ?? true,
  };
  if (source.picked) warnings.push(remark('PICKED'));
  planning.take('serviceChannel', channel.id);
  planning.channelIds.push(channel.id);
  const said = { name: channel.developerName, file, warnings, unmodelled };
  lines.add('serviceChannel', said, draft.serviceChannel.put(channel));
  planRouting(source, channel, planning);
}

function planRouting(source: SourceWorkStream, channel: ServiceChannel, { draft, lines }: Planning): void {
  const warnings: ReturnType<typeof remark>[] = [];
  const before = draft.routingConfiguration.named(channel.developerName);
  const here = before && 'units' in before.size ? before.size.units / 1000 : null;
  const units =
    within('msdyn_capacityrequired', source.capacity, CAPACITY, warnings) ??
    here ??
    DEFAULT_WORK_STREAM_CAPACITY;
  if (source.byProfile) warnings.push(remark('CAPACITY_PROFILES', { used: units }));
  const change = draft.routingConfiguration.put({
    ...(before ?? {
      id: channel.id,
      developerName: channel.developerName,
      priority: 1,
      // Dynamics assigns work to the agent with the most free capacity.
      model: 'most-available',
      pushTimeOutSeconds: PUSH_TIME_OUT_SECONDS,
      capacityType: 'inherited',
      version: 1,
    }),
    name: channel.name,
    size: before && source.capacity === null ? before.size : { units: units * 1000 },
  });
  lines.add('routingConfiguration', { name: channel.developerName, file: source.file, warnings }, change);
}
