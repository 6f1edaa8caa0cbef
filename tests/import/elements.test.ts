/** Nothing is dropped silently: every element of every file is known to the import, or listed. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportReport, RecordReport } from '#hub/exchange/import/report.ts';
import { organisations } from './corpus.ts';
import { filesBelow, folderWith, freshDirectory, salesforceAt } from './stage.ts';

const wrapUp = [
  'hasAfterConvoWorkTimer',
  'afterConvoWorkMaxTime',
  'afterConvoMaxTime',
  'hasAcwExtensionEnabled',
  'acwExtensionDuration',
  'maxExtensions',
];
const access = [
  'servicePresenceStatusAccesses',
  'servicePresenceStatusAccesses/enabled',
  'servicePresenceStatusAccesses/servicePresenceStatus',
];

/** Written from the reference of the metadata, not from the parser. */
const known: Readonly<Record<string, readonly string[]>> = {
  PresenceUserConfig: [
    'label',
    'capacity',
    'interruptibleCapacity',
    'enableAutoAccept',
    'enableDecline',
    'enableDeclineReason',
    'declineReasons',
    'presenceStatusOnDecline',
    'presenceStatusOnPushTimeout',
    'enableRequestSound',
    'enableDisconnectSound',
    'userDisplayName',
    'assignments',
    'assignments/users',
    'assignments/users/user',
    'assignments/profiles',
    'assignments/profiles/profile',
    ...wrapUp,
  ],
  ServicePresenceStatus: ['label', 'channels', 'channels/channel'],
  PresenceDeclineReason: ['label'],
  ServiceChannel: [
    'label',
    'relatedEntityType',
    'isInterruptible',
    'hasAutoAcceptEnabled',
    'doesMinimizeWidgetOnAccept',
    'secondaryRoutingPriorityField',
    'serviceChannelFieldPriorities',
    'serviceChannelFieldPriorities/priority',
    'serviceChannelFieldPriorities/value',
    ...wrapUp,
  ],
  QueueRoutingConfig: [
    'label',
    'capacityPercentage',
    'capacityWeight',
    'capacityType',
    'pushTimeout',
    'queueOverflowAssignee',
    'userOverflowAssignee',
    'routingModel',
    'routingPriority',
    'isAttributeBased',
  ],
  Queue: [
    'name',
    'queueRoutingConfig',
    'queueMembers',
    'queueMembers/users',
    'queueMembers/users/user',
    'doesSendEmailToMembers',
    'doesIncludeBosses',
  ],
  Profile: ['label', ...access],
  PermissionSet: ['label', ...access],
  OmniChannelSettings: [],
  OmniSupervisorConfig: [],
};

/** Root and paths of all elements, taken from the tags alone. */
function elementsOf(xml: string): { root: string; paths: string[] } {
  const open: string[] = [];
  const paths: string[] = [];
  let root = '';
  const bare = xml.replace(/<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[[^]*?\]\]>/g, '');
  for (const [, end, name = '', rest = ''] of bare.matchAll(/<(\/?)([\w:]+)([^>]*)>/g)) {
    if (end) {
      open.pop();
      continue;
    }
    if (open.length === 0) root = name;
    else paths.push([...open.slice(1), name].join('/'));
    if (!rest.endsWith('/')) open.push(name);
  }
  return { root, paths };
}

const covers = (line: RecordReport, path: string) =>
  line.unmodelled.some((one) => path === one.path || path.startsWith(`${one.path}/`));

const planOf = async (folder: string): Promise<ImportReport> =>
  (await salesforceAt(folder))(freshDirectory(), { newId: () => 'new', confirmMove: () => true }).report;

test.each(organisations)('%s: knows or lists every element, and counts it once', async (_, folder) => {
  const report = await planOf(folder);
  let listed = 0;
  for (const file of filesBelow(folder)) {
    const { root, paths } = elementsOf(readFileSync(join(folder, file), 'utf8'));
    const table = known[root];
    const lines = report.records.filter((record) => record.file === file);
    if (!table) {
      expect(lines, file).toEqual([]);
      expect(
        report.otherFiles.some(({ kind }) => basename(file).includes(kind)),
        file,
      ).toBe(true);
      continue;
    }
    expect(lines, file).toHaveLength(1);
    const line = lines[0]!;
    const unseen = paths.filter((path) => !table.includes(path) && !covers(line, path));
    expect(unseen, file).toEqual([]);
    const below = paths.filter((path) => covers(line, path));
    expect(
      line.unmodelled.reduce((all, { count }) => all + count, 0),
      file,
    ).toBe(below.length);
    listed += below.length;
  }
  expect(report.totals.unmodelled).toBe(listed);
});

test('changes the plan when the value of a known element changes', async () => {
  const [, folder] = organisations.find(([name]) => name === 'lighthouse')!;
  const files = Object.fromEntries(
    filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  const people = freshDirectory();
  const changesOf = async (of: Record<string, string>) => {
    let id = 0;
    const planner = await salesforceAt(folderWith(of));
    const { report, changes } = planner(people, { newId: () => `id-${++id}`, confirmMove: () => true });
    return JSON.stringify([report, changes]);
  };
  const usual = await changesOf(files);
  const another: Readonly<Record<string, string>> = {
    true: 'false',
    false: 'true',
    LEAST_ACTIVE: 'MOST_AVAILABLE',
    MOST_AVAILABLE: 'LEAST_ACTIVE',
    EXTERNAL_ROUTING: 'LEAST_ACTIVE',
    INHERITED: 'INTERRUPTIBLE',
    INTERRUPTIBLE: 'INHERITED',
    NOT_INTERRUPTIBLE: 'INHERITED',
  };
  const deaf: string[] = [];
  for (const [path, xml] of Object.entries(files)) {
    if (
      !/presenceUserConfigs|servicePresenceStatuses|DeclineReasons|serviceChannels|RoutingConfigs|queues/.test(
        path,
      )
    )
      continue;
    for (const match of xml.matchAll(/<(\w+)>([^<]+)<\/\1>/g)) {
      const value = match[2]!.trim();
      if (value === '') continue;
      const next =
        another[value] ?? (/^\d/.test(value) ? String(Number(value) + 1) : `Other_${value.slice(0, 20)}`);
      const changed = `${xml.slice(0, match.index)}<${match[1]}>${next}</${match[1]}>${xml.slice(match.index + match[0].length)}`;
      if ((await changesOf({ ...files, [path]: changed })) === usual) deaf.push(`${path} ${match[1]}`);
    }
  }
  // A record that cannot be imported is left out in any case.
  expect(deaf.filter((one) => !/Both_At_Once.*(capacity|label)|Both_Sizes|Mail_Only/.test(one))).toEqual([]);
});
