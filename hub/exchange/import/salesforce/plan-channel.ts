import { newChannel, type ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { EXTENSION_SECONDS, EXTENSIONS, WRAP_UP_SECONDS } from '#core/defaults.ts';
import { channelKinds, kindWith } from '#core/setup/channel-kinds.ts';
import type { ChannelKind } from '#core/vocabulary.ts';
import { truncatedName, type RecordNotes, within } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourceChannel } from './model.ts';
import type { Planning } from './planning-context.ts';

const FIELD_LENGTH = 255;

export function planChannel(
  source: SourceChannel,
  said: RecordNotes & { readonly warnings: Remark[] },
  { draft, lines }: Planning,
): void {
  const { warnings } = said;
  const before = draft.serviceChannel.named(said.name);
  const kind =
    source.object === null
      ? (kindWith(({ salesforceChannel }) => salesforceChannel === said.name) ?? before?.kind ?? 'custom')
      : (kindWith(({ salesforceObject }) => salesforceObject === source.object) ?? 'custom');
  // The kind is sufficient except for custom work, whose object cannot be represented here.
  const unmodelled = [...(said.unmodelled ?? [])];
  if (kind === 'custom' && source.object !== null) {
    warnings.push(remark('KIND_UNKNOWN', { object: source.object }));
    unmodelled.push({ path: 'relatedEntityType', count: 1, value: source.object });
  }
  const channel: ServiceChannel = {
    ...(before ?? {
      ...newChannel,
      id: draft.newId(),
      developerName: said.name,
      version: 1,
    }),
    name: truncatedName(source.label, before?.name ?? said.name, warnings),
    kind,
    pool: poolOf(source, kind, before, warnings),
    // Salesforce's "no" means "as the presence configuration says"; a "never" set here stays.
    autoAccept: source.autoAccept === true ? true : onlyFalse(source.autoAccept, before?.autoAccept),
    wrapUp: wrapUpOf(source, before, warnings),
    minimiseWidgetOnAccept: source.minimise ?? before?.minimiseWidgetOnAccept ?? false,
    secondaryPriority: secondaryPriorityOf(source, before, warnings),
  };
  lines.add('serviceChannel', { ...said, unmodelled }, draft.serviceChannel.put(channel));
}

function poolOf(
  { interruptible }: SourceChannel,
  kind: ChannelKind,
  before: ServiceChannel | undefined,
  warnings: Remark[],
): ServiceChannel['pool'] {
  const { fixedPool } = channelKinds[kind];
  if (fixedPool) {
    if (interruptible) warnings.push(remark('ALWAYS_PRIMARY'));
    return fixedPool;
  }
  if (interruptible === null) return before?.pool ?? 'primary';
  return interruptible ? 'interruptible' : 'primary';
}

const onlyFalse = (said: boolean | null, here: boolean | null | undefined) =>
  said === null ? (here ?? null) : here === false ? false : null;

function wrapUpOf(
  source: SourceChannel,
  before: ServiceChannel | undefined,
  warnings: Remark[],
): ServiceChannel['wrapUp'] {
  if (source.wrapUp === null) return before?.wrapUp ?? null;
  if (!source.wrapUp) return null;
  const seconds = (
    setting: string,
    value: number | null,
    range: typeof WRAP_UP_SECONDS | typeof EXTENSION_SECONDS,
  ) => {
    const used = within(setting, value, { least: range.leastOnImport, most: range.most }, warnings);
    if (used !== null && used < range.least)
      warnings.push(
        remark('BELOW_FORM_RANGE', { setting, value: used, least: range.least, most: range.most }),
      );
    return used;
  };
  const wrapUpSeconds = seconds('afterConvoWorkMaxTime', source.wrapUpSeconds, WRAP_UP_SECONDS);
  if (wrapUpSeconds === null) {
    warnings.push(remark('WRAP_UP_INCOMPLETE'));
    return null;
  }
  if (!source.extend) return { wrapUpSeconds, extensionSeconds: null, maxExtensions: null };
  const extensionSeconds = seconds('acwExtensionDuration', source.extensionSeconds, EXTENSION_SECONDS);
  const maxExtensions = within('maxExtensions', source.maxExtensions, EXTENSIONS, warnings);
  if (extensionSeconds === null || maxExtensions === null) {
    warnings.push(remark('EXTENSION_INCOMPLETE'));
    return { wrapUpSeconds, extensionSeconds: null, maxExtensions: null };
  }
  return { wrapUpSeconds, extensionSeconds, maxExtensions };
}

function secondaryPriorityOf(
  { priorityField, priorities }: SourceChannel,
  before: ServiceChannel | undefined,
  warnings: Remark[],
): ServiceChannel['secondaryPriority'] {
  if (priorityField !== null) return { field: priorityField.slice(0, FIELD_LENGTH), values: [...priorities] };
  if (priorities.length > 0) warnings.push(remark('PRIORITY_FIELD_MISSING'));
  return before?.secondaryPriority ?? null;
}
