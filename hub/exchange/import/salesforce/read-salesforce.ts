/**
 * Reads a DX project, an mdapi folder or a zip of either into a source snapshot. An unreadable file becomes one report
 * line.
 */
import { basename } from 'node:path/posix';
import type { salesforceSuffixes } from '#core/setup/import-files.ts';
import { decodeName } from '../planning.ts';
import { unreadable } from '../remarks.ts';
import { brokenFileReport, type RecordReport } from '../report.ts';
import { decodeText } from '../sources/decode-text.ts';
import { IgnoredFiles } from '../sources/ignored-files.ts';
import { readXml } from '../sources/read-xml.ts';
import { faultOf, SourceProblem } from '../sources/source-entry.ts';
import { type SourceAddress, walkSource } from '../sources/walk-source.ts';
import { ElementReader } from './element-reader.ts';
import {
  parseChannel,
  parseConfiguration,
  parseGrants,
  parseOther,
  parseQueue,
  parseReason,
  parseRouting,
  parseStatus,
} from './parse-records.ts';
import type { Origin, SalesforceModel } from './model.ts';

interface Kind {
  readonly root: string;
  readonly place: keyof SalesforceModel;
  readonly parse: (read: ElementReader) => object;
}

const kind = (root: string, place: Kind['place'], parse: Kind['parse']): Kind => ({ root, place, parse });

/** By file suffix. */
const kinds: Readonly<Record<(typeof salesforceSuffixes)[number], Kind>> = {
  presenceUserConfig: kind('PresenceUserConfig', 'configurations', parseConfiguration),
  servicePresenceStatus: kind('ServicePresenceStatus', 'statuses', parseStatus),
  presenceDeclineReason: kind('PresenceDeclineReason', 'reasons', parseReason),
  serviceChannel: kind('ServiceChannel', 'channels', parseChannel),
  queueRoutingConfig: kind('QueueRoutingConfig', 'routing', parseRouting),
  queue: kind('Queue', 'queues', parseQueue),
  profile: kind('Profile', 'grants', parseGrants('profile')),
  permissionset: kind('PermissionSet', 'grants', parseGrants('permission-set')),
  settings: kind('OmniChannelSettings', 'others', parseOther('settings')),
  omniSupervisorConfig: kind('OmniSupervisorConfig', 'others', parseOther('supervisorConfiguration')),
};

const NAME = /^([^.].*)\.([A-Za-z]+)$/;

/** Called after each file with the number of files read. */
export type Progress = (files: number) => void;

/** @throws {SourceProblem} when `source` is neither a folder nor a zip */
export async function readSalesforce(
  source: SourceAddress,
  progress: Progress = () => undefined,
): Promise<SalesforceModel> {
  const found: Record<string, Origin[]> = {};
  const broken: RecordReport[] = [];
  const others = new IgnoredFiles();
  let files = 0;
  for await (const entry of walkSource(source)) {
    const [, name = '', suffix = ''] = NAME.exec(basename(entry.path).replace(/-meta\.xml$/, '')) ?? [];
    const known = Object.hasOwn(kinds, suffix) ? kinds[suffix as keyof typeof kinds] : undefined;
    if ('problem' in entry) {
      broken.push(brokenFileReport(entry.path, unreadable('FILE_UNREADABLE', entry.problem)));
      continue;
    }
    if (!known || (suffix === 'settings' && name !== 'OmniChannel')) {
      others.add(entry.path);
      continue;
    }
    files++;
    try {
      const root = await readXml(decodeText(await entry.read()));
      if (root.name !== known.root)
        throw new SourceProblem('OTHER_CONTENT', { found: root.name, wanted: known.root });
      const read = new ElementReader(root);
      const record = known.parse(read);
      (found[known.place] ??= []).push({
        ...record,
        name: decodeName(name),
        file: entry.path,
        remarks: read.remarks,
        unmodelled: read.unmodelled(),
      });
    } catch (error) {
      broken.push(brokenFileReport(entry.path, unreadable('FILE_UNREADABLE', faultOf(error))));
    }
    progress(files);
  }
  const none = {
    configurations: [],
    statuses: [],
    reasons: [],
    channels: [],
    routing: [],
    queues: [],
    grants: [],
    others: [],
  };
  // Each list holds the results of its kind's parser; the table above pairs them.
  return { ...none, ...(found as object), files, otherFiles: others.list(), broken };
}
