/** Parses one Dynamics row into one typed record. Choice numbers: the public table reference of Dynamics 365. */
import { channelKinds } from '#core/setup/channel-kinds.ts';
import { type BaseStatus, ChannelKind } from '#core/vocabulary.ts';
import type { ColumnReader } from './column-reader.ts';
import type { SourcePresence, SourceUser, SourceWorkStream } from './model.ts';

type Parsed<T> = Omit<T, 'file' | 'remarks' | 'unmodelled' | 'id'> & { readonly id: string | null };

const bases = new Map<number, BaseStatus>([
  [192_360_000, 'available'],
  [192_360_001, 'busy'],
  [192_360_002, 'busy-dnd'],
  [192_360_003, 'away'],
  [192_360_004, 'offline'],
]);

const kinds = new Map(
  ChannelKind.options.flatMap((kind) =>
    channelKinds[kind].dynamicsSources.map((source) => [source, kind] as const),
  ),
);

const PICK = 192_350_001;
const BY_PROFILE = 192_360_000;

/** Columns of every table that hold authorship, or repeat another column. */
const housekeeping = [
  'statuscode',
  'createdon',
  'modifiedon',
  'versionnumber',
  'importsequencenumber',
  'overriddencreatedon',
  'overwritetime',
  'componentstate',
  'solutionid',
  '_createdby_value',
  '_modifiedby_value',
  '_organizationid_value',
];

function activeOf(read: ColumnReader): boolean | null {
  read.ignore(...housekeeping);
  const state = read.whole('statecode');
  return state === null ? null : state === 0;
}

export const parsePresence = (read: ColumnReader): Parsed<SourcePresence> => ({
  id: read.id('msdyn_presenceid', 'id'),
  name: read.text('msdyn_name'),
  base: read.choice('msdyn_basepresencestatus', bases),
  text: read.text('msdyn_presencestatustext'),
  description: read.text('msdyn_description'),
  agentCanSet: read.flag('msdyn_canuserset'),
  active: activeOf(read),
  managed: read.flag('ismanaged') ?? false,
});

export const parseWorkStream = (read: ColumnReader): Parsed<SourceWorkStream> => ({
  id: read.id('msdyn_liveworkstreamid', 'id'),
  name: read.text('msdyn_name'),
  kind: read.choice('msdyn_streamsource', kinds),
  allowedBases: read.choices('msdyn_allowedpresences', bases),
  capacity: read.whole('msdyn_capacityrequired'),
  byProfile: read.whole('msdyn_capacityformat') === BY_PROFILE,
  picked: read.whole('msdyn_workdistributionmode') === PICK,
  active: activeOf(read),
});

export function parseUser(read: ColumnReader): Parsed<SourceUser> & { readonly application: boolean } {
  const disabled = read.flag('isdisabled');
  const first = read.text('firstname');
  const last = read.text('lastname');
  read.ignore(...housekeeping, 'ownerid');
  return {
    id: read.id('systemuserid', 'id'),
    name: read.text('fullname') ?? ([first, last].filter((part) => part !== null).join(' ') || null),
    username: read.text('domainname', 'internalemailaddress', 'windowsliveid'),
    firstName: first,
    nickname: read.text('nickname'),
    capacity: read.whole('msdyn_capacity'),
    defaultPresence: read.id('_msdyn_defaultpresenceiduser_value', 'msdyn_defaultpresenceiduser'),
    active: disabled === null ? null : !disabled,
    application: read.text('applicationid') !== null,
  };
}
