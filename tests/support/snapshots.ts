/** Snapshots for tests: a plain agent with nothing to do, and work to add. */
import type { Alert } from '#core/supervision/floor.ts';
import type { AgentSnapshot, Notice, Offer, OpenWork, StatusView, WrapUp } from '#core/snapshot.ts';

export const statusOf = (base: StatusView['base'], text: string): StatusView => ({
  id: `status-${text.toLowerCase()}`,
  developerName: text.toLowerCase(),
  base,
  text,
  channels: base === 'available' ? ['Chat'] : [],
  retired: false,
});
const statuses = [
  statusOf('available', 'Available'),
  statusOf('busy', 'Busy'),
  statusOf('away', 'Lunch'),
  statusOf('offline', 'Offline'),
] as const;

const facts = (n: number) => ({
  agentWorkId: `agent-work-${n}`,
  workItemId: `work-item-${n}`,
  channel: { id: 'channel-chat', name: 'Chat', kind: 'chat' as const },
  queue: { id: 'queue-care', name: 'Customer care' },
  customer: `Customer ${n}`,
  subject: `Question ${n}`,
  size: 1_000,
  pool: 'primary' as const,
});

export const anOffer = (n: number, offeredAt: number, patch: Partial<Offer> = {}): Offer => ({
  ...facts(n),
  priority: 1,
  waitingSince: offeredAt - 15_000,
  offeredAt,
  deadline: offeredAt + 30_000,
  canDecline: true,
  transfer: null,
  sound: { play: true, sound: 'default', seconds: 20, afterCustomerLeft: false },
  ...patch,
});

export const openWork = (n: number, acceptedAt: number, patch: Partial<OpenWork> = {}): OpenWork => ({
  ...facts(n),
  state: 'open',
  acceptedAt,
  autoAccepted: false,
  fields: {},
  popUpUrl: null,
  notes: '',
  conversation: {
    unread: 0,
    lastNumber: 0,
    lastMessage: null,
    waitingForYouSince: null,
    customerPresent: true,
  },
  transfer: null,
  helpWanted: false,
  ...patch,
});

export const aWrapUp = (n: number, startedAt: number, patch: Partial<WrapUp> = {}): WrapUp => ({
  ...facts(n),
  startedAt,
  endedBy: 'agent',
  deadline: startedAt + 60_000,
  extensionsUsed: 0,
  maxExtensions: 2,
  extensionSeconds: 30,
  notes: '',
  outcome: null,
  outcomes: ['Solved', 'Call back'],
  hasConversation: true,
  ...patch,
});

export const aNotice = (kind: Notice['kind'], at: number, params: Notice['params'] = {}): Notice => ({
  id: `notice-${kind}-${at}`,
  kind,
  params,
  at,
});

export const aSnapshot = (hubTime: number, patch: Partial<AgentSnapshot> = {}): AgentSnapshot => ({
  version: 1,
  hubTime,
  agent: {
    id: 'agent-1',
    username: 'mina',
    name: 'Mina Park',
    alias: 'Mina',
    roles: ['agent'],
    language: null,
  },
  ringingDeviceId: null,
  presence: {
    status: statuses[0],
    effectiveBase: 'available',
    since: hubTime,
    setBy: { kind: 'you', name: null },
    reason: 'login',
    detail: {},
    goBack: null,
    until: null,
    next: null,
    link: 'connected',
    signedIn: true,
  },
  statuses: [...statuses],
  capacity: {
    primary: { used: 0, max: 5_000 },
    interruptible: { used: 0, max: 5_000 },
    showInterruptible: false,
  },
  offers: [],
  soundingOn: [],
  work: [],
  wrapUps: [],
  notices: [],
  settings: {
    allowDecline: true,
    chooseDeclineReason: true,
    declineReasons: [{ id: 'reason-break', label: 'On a break' }],
    autoAccept: false,
    disconnectSound: true,
    requestSound: true,
    wrapUp: true,
    idle: { enabled: false, afterMinutes: 10 },
    lock: false,
    suspend: false,
  },
  hub: {
    customerPage: 'http://127.0.0.1/chat',
    practice: { offered: true, running: false },
    version: '0.1.0',
  },
  ...patch,
});

/** An alert for supervisors: an agent asks for help. */
export const aCallForHelp: Alert = {
  id: 'help-wanted w1',
  kind: 'help-wanted',
  params: { agent: 'Noor', customer: 'Ana' },
  agentId: 'noor',
  queueId: null,
  workItemId: 'w1',
};
