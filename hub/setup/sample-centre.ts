/**
 * The sample contact centre of a first start: channels, queues, statuses, reasons and users, in the local user's
 * language. Modelled on Salesforce, Dynamics and SimplyChat set-ups; every name is invented.
 */
import {
  newChannel,
  type Queue,
  type RoutingConfiguration,
  type ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import { newUser, noProperties, type User, type UserProfile } from '#core/setup/people.ts';
import {
  defaultConfigurationSettings,
  type PresenceConfiguration,
} from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Language } from '#core/vocabulary.ts';
import type { Db } from '../store/store.ts';
import type { Directory } from '../directory/directory.ts';
import { MISSED_STATUS_ID, systemStatuses } from './system-records.ts';
import { putRecord, putHubSettings, putUser } from './write.ts';

const words = {
  en: {
    centre: 'Harbour Lane Outfitters',
    channels: { chat: 'Chat', messaging: 'Messaging', phone: 'Phone', cases: 'Cases' },
    queues: { care: 'Customer care', orders: 'Orders and returns', cases: 'Case desk' },
    routing: { chat: 'One conversation at a time counts one', call: 'Calls take everything', cases: 'Cases' },
    statuses: {
      chats: 'Chats only',
      break: 'Short break',
      lunch: 'Lunch',
      training: 'In training',
      paperwork: 'Paperwork',
      home: 'Shift is over',
    },
    reasons: [
      'With another customer',
      'Wrong queue',
      'Not my subject',
      'Technical problem',
      'Shift is ending',
    ],
    profiles: { care: 'Care team', experts: 'Subject matter experts' },
    configuration: 'Care team',
    welcome: 'Hello! Tell us how we can help.',
    waiting: 'Somebody will be with you shortly. You can already write what it is about.',
    nobody: 'Nobody is here at the moment. Leave your message; it is answered as soon as somebody is back.',
    outcomes: ['Solved', 'Passed on', 'Follow-up needed', 'Customer left'],
    replies: [
      ['hello', 'Hello, thank you for waiting. How can I help you?'],
      ['moment', 'Let me look that up for you. One moment, please.'],
      ['order', 'Could you tell me your order number, please? It begins with HL.'],
      ['anything', 'Is there anything else I can do for you?'],
      ['bye', 'Thank you for writing to us. Have a good day!'],
    ],
    colleagues: [
      ['noor.haddad', 'Noor Haddad', 'Noor', 'care'],
      ['jonas.berg', 'Jonas Berg', 'Jonas', 'care'],
      ['mina.seo', 'Mina Seo', 'Mina', 'experts'],
    ],
  },
  ko: {
    centre: '하버레인 아웃도어',
    channels: { chat: '채팅', messaging: '메시징', phone: '전화', cases: '케이스' },
    queues: { care: '고객 상담', orders: '주문·반품', cases: '케이스 데스크' },
    routing: { chat: '대화 한 건에 1', call: '통화는 전체 사용', cases: '케이스' },
    statuses: {
      chats: '채팅만 가능',
      break: '짧은 휴식',
      lunch: '점심 식사',
      training: '교육 중',
      paperwork: '서류 작업',
      home: '근무 종료',
    },
    reasons: ['다른 고객 응대 중', '잘못된 대기열', '담당 분야 아님', '기술적인 문제', '근무 종료 임박'],
    profiles: { care: '상담팀', experts: '전문 상담팀' },
    configuration: '상담팀',
    welcome: '안녕하세요! 무엇을 도와드릴까요?',
    waiting: '곧 상담원이 연결됩니다. 문의 내용을 미리 적어 주셔도 됩니다.',
    nobody: '지금은 상담원이 없습니다. 메시지를 남겨 주시면 돌아오는 대로 답변드리겠습니다.',
    outcomes: ['해결됨', '이관함', '후속 조치 필요', '고객 이탈'],
    replies: [
      ['안녕', '안녕하세요, 기다려 주셔서 감사합니다. 무엇을 도와드릴까요?'],
      ['잠시', '확인해 보겠습니다. 잠시만 기다려 주세요.'],
      ['주문', 'HL로 시작하는 주문 번호를 알려 주시겠어요?'],
      ['추가', '더 도와드릴 일이 있을까요?'],
      ['끝', '문의해 주셔서 감사합니다. 좋은 하루 보내세요!'],
    ],
    colleagues: [
      ['noor.haddad', '노유진', '유진', 'care'],
      ['jonas.berg', '배준서', '준서', 'care'],
      ['mina.seo', '서민아', '민아', 'experts'],
    ],
  },
} as const;

const version = 1;

function channels(language: Language): ServiceChannel[] {
  const names = words[language].channels;
  const channel = (
    id: keyof typeof names,
    kind: ServiceChannel['kind'],
    more: Partial<ServiceChannel> = {},
  ): ServiceChannel => ({
    ...newChannel,
    id,
    name: names[id],
    developerName: id,
    kind,
    version,
    ...more,
  });
  return [
    channel('chat', 'chat'),
    channel('messaging', 'messaging'),
    channel('phone', 'voice'),
    channel('cases', 'case', { pool: 'interruptible', allowedBases: ['available', 'busy', 'busy-dnd'] }),
  ];
}

function routings(language: Language): RoutingConfiguration[] {
  const names = words[language].routing;
  return [
    {
      id: 'chat',
      name: names.chat,
      developerName: 'chat',
      priority: 1,
      model: 'least-active',
      size: { units: 1000 },
      pushTimeOutSeconds: 30,
      capacityType: 'inherited',
      version,
    },
    {
      id: 'call',
      name: names.call,
      developerName: 'call',
      priority: 0,
      model: 'least-active',
      size: { percent: 100_000 },
      pushTimeOutSeconds: 20,
      capacityType: 'not-interruptible',
      version,
    },
    {
      id: 'cases',
      name: names.cases,
      developerName: 'cases',
      priority: 5,
      model: 'most-available',
      size: { units: 1000 },
      pushTimeOutSeconds: 120,
      capacityType: 'interruptible',
      version,
    },
  ];
}

function queues(language: Language): Queue[] {
  const text = words[language];
  const queue = (id: keyof typeof text.queues, routing: string, profiles: string[]): Queue => ({
    id,
    name: text.queues[id],
    developerName: id,
    routingConfigurationId: routing,
    memberUserIds: [],
    memberProfileIds: profiles,
    overflow: null,
    serviceLevelSeconds: 20,
    texts: { welcome: text.welcome, waiting: text.waiting, nobody: text.nobody },
    embedOrigins: [],
    outcomes: [...text.outcomes],
    quickReplies: text.replies.map(([key, reply]) => ({ key, text: reply })),
    version,
  });
  return [
    queue('care', 'chat', ['care', 'experts']),
    queue('orders', 'chat', ['care']),
    queue('cases', 'cases', ['care', 'experts']),
  ];
}

function statuses(language: Language): PresenceStatus[] {
  const text = words[language].statuses;
  const all = channels(language).map((channel) => channel.id);
  const status = (
    id: keyof typeof text,
    base: PresenceStatus['base'],
    sortOrder: number,
    channelIds: string[],
  ): PresenceStatus => ({
    id,
    name: text[id],
    developerName: id,
    base,
    text: text[id],
    description: '',
    channelIds,
    agentCanSet: true,
    active: true,
    sortOrder,
    system: false,
    version,
  });
  const open = new Map<string, string[]>([
    ['Available', all],
    ['Busy', all],
  ]);
  return [
    ...systemStatuses(language).map((one) => ({ ...one, channelIds: open.get(one.id) ?? [], version: 2 })),
    status('chats', 'available', 1, ['chat', 'messaging']),
    status('paperwork', 'busy', 1, []),
    status('break', 'away', 1, []),
    status('lunch', 'away', 2, []),
    status('training', 'away', 3, []),
    status('home', 'offline', 1, []),
  ];
}

function configuration(language: Language, reasonIds: string[]): PresenceConfiguration {
  return {
    id: 'care',
    name: words[language].configuration,
    developerName: 'care',
    version,
    settings: {
      ...defaultConfigurationSettings,
      capacity: 5,
      interruptibleCapacity: 3,
      allowDecline: true,
      chooseDeclineReason: true,
      declineReasonIds: reasonIds,
      statusOnPushTimeOut: { statusId: MISSED_STATUS_ID },
      soundSeconds: 30,
      wrapUp: true,
      wrapUpSeconds: 60,
      extend: true,
      extensionSeconds: 120,
      maxExtensions: 2,
      agentAlias: '{!First_Name}',
    },
  };
}

function profiles(language: Language): UserProfile[] {
  const text = words[language].profiles;
  const granted = statuses(language)
    .filter((status) => status.agentCanSet)
    .map((status) => status.id);
  const profile = (id: keyof typeof text, capacity: number | null): UserProfile => ({
    id,
    name: text[id],
    developerName: id,
    description: '',
    ...noProperties,
    capacity,
    presenceConfigurationId: 'care',
    statusIds: granted,
    version,
  });
  return [profile('care', null), profile('experts', 3)];
}

/** The local user of this machine: agent, supervisor and administrator of the sample centre. */
export interface LocalPerson {
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string;
}
export const LOCAL_USER_ID = 'local-user';

export function localUser(person: Pick<LocalPerson, 'username' | 'name'>): User {
  const firstName = person.name.split(/\s+/)[0] ?? person.name;
  return {
    ...newUser,
    id: LOCAL_USER_ID,
    username: person.username,
    name: person.name,
    firstName,
    nickname: firstName,
    alias: firstName,
    roles: ['agent', 'supervisor', 'admin'],
    profileId: 'care',
    version,
  };
}

/**
 * When something other than the sample was set up before the first start, its statuses are granted to the local user
 * directly: its profiles belong to the imported users.
 */
export function withUsableStatuses(user: User, directory: Pick<Directory, 'profiles' | 'statuses'>): User {
  if (user.profileId !== null && directory.profiles.has(user.profileId)) return user;
  const choosable = [...directory.statuses.values()].filter(
    ({ active, agentCanSet }) => active && agentCanSet,
  );
  return { ...user, profileId: null, statusIds: choosable.map(({ id }) => id) };
}

/** Set while the hub contains the sample; "start empty" removes it. */
export const SAMPLE_CENTRE_KEY = 'sample_centre';

/** Fills an empty hub. */
export async function writeSampleCentre(db: Db, language: Language): Promise<void> {
  const text = words[language];
  const reasons = text.reasons.map((label, index) => ({
    id: `reason-${index + 1}`,
    label,
    developerName: `Reason_${index + 1}`,
    active: true,
    version,
  }));
  for (const channel of channels(language)) await putRecord(db, 'channel', channel);
  for (const routing of routings(language)) await putRecord(db, 'routing', routing);
  for (const reason of reasons) await putRecord(db, 'decline-reason', reason);
  for (const status of statuses(language)) await putRecord(db, 'status', status);
  await putRecord(
    db,
    'configuration',
    configuration(
      language,
      reasons.map((reason) => reason.id),
    ),
  );
  for (const profile of profiles(language)) await putRecord(db, 'profile', profile);
  for (const queue of queues(language)) await putRecord(db, 'queue', queue);
  for (const [username, name, firstName, profileId] of text.colleagues)
    await putUser(db, {
      ...localUser({ username, name }),
      id: username,
      firstName,
      nickname: firstName,
      alias: firstName,
      roles: ['agent'],
      profileId,
      language,
    });
  await db.insertInto('setting').values({ key: SAMPLE_CENTRE_KEY, value_json: 'true' }).execute();
  await putHubSettings(db, {
    centreName: text.centre,
    defaultQueueId: 'care',
    practice: true,
  });
}
