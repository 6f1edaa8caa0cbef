/** Invented states of an agent, derived from one idle desk. Times are relative to now, so that countdowns run. */
import { browserCapabilities } from '../support/capabilities.ts';
import type { Mirror } from '#core/contract/bridge.ts';
import { defaultLocalSettings } from '#core/settings/local-settings.ts';
import type { AgentSnapshot, Offer, OpenWork, StatusView, WrapUp } from '#core/snapshot.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const statuses: readonly StatusView[] = [
  {
    id: 'all',
    developerName: 'all',
    base: 'available',
    text: 'Available',
    channels: ['Chat', 'Phone', 'Case'],
    retired: false,
  },
  {
    id: 'chat',
    developerName: 'chat',
    base: 'available',
    text: 'Available for chat',
    channels: ['Chat'],
    retired: false,
  },
  { id: 'busy', developerName: 'busy', base: 'busy', text: 'Busy', channels: [], retired: false },
  { id: 'dnd', developerName: 'dnd', base: 'busy-dnd', text: 'Do not disturb', channels: [], retired: false },
  { id: 'lunch', developerName: 'lunch', base: 'away', text: 'Lunch', channels: [], retired: false },
  {
    id: 'training',
    developerName: 'training',
    base: 'away',
    text: 'In training',
    channels: [],
    retired: false,
  },
  { id: 'offline', developerName: 'offline', base: 'offline', text: 'Offline', channels: [], retired: false },
];
export const missed: StatusView = {
  id: 'missed',
  developerName: 'missed',
  base: 'away',
  text: 'Missed',
  channels: [],
  retired: false,
};

export function statusNamed(id: string): StatusView {
  const found = [...statuses, missed].find((status) => status.id === id);
  if (!found) throw new Error(`No status ${id} in this world.`);
  return found;
}

const chat = { id: 'c-chat', name: 'Chat', kind: 'chat' } as const;
const support = { id: 'q-support', name: 'Support' };

export function anOffer(patch: Partial<Offer> = {}, now = Date.now()): Offer {
  return {
    agentWorkId: 'aw-offer-1',
    workItemId: 'w-offer-1',
    channel: chat,
    queue: support,
    customer: 'Ana Ferreira',
    subject: 'The coffee grinder arrived without its lid',
    size: 1_000,
    pool: 'primary',
    priority: 2,
    waitingSince: now - 42 * SECOND,
    offeredAt: now - 4 * SECOND,
    deadline: now + 26 * SECOND,
    canDecline: true,
    transfer: null,
    sound: { play: true, sound: 'default', seconds: 20, afterCustomerLeft: false },
    ...patch,
  };
}

export function openChat(patch: Partial<OpenWork> = {}, now = Date.now()): OpenWork {
  return {
    agentWorkId: 'aw-1',
    workItemId: 'w-1',
    channel: chat,
    queue: support,
    customer: 'Ben Okafor',
    subject: 'Where is my order 20418?',
    size: 1_000,
    pool: 'primary',
    state: 'open',
    acceptedAt: now - 6 * MINUTE,
    autoAccepted: false,
    fields: { Order: '20418', City: 'Porto' },
    popUpUrl: 'https://crm.example.com/orders/20418',
    notes: '',
    conversation: {
      unread: 0,
      lastNumber: 7,
      lastMessage: { text: 'Thank you, that helps!', from: 'customer', at: now - 40 * SECOND },
      waitingForYouSince: now - 40 * SECOND,
      customerPresent: true,
    },
    transfer: null,
    helpWanted: false,
    ...patch,
  };
}

export const anotherChat = (patch: Partial<OpenWork> = {}, now = Date.now()) =>
  openChat(
    {
      agentWorkId: 'aw-2',
      workItemId: 'w-2',
      customer: 'Carla Nowak',
      subject: 'Change of address',
      conversation: {
        unread: 2,
        lastNumber: 2,
        lastMessage: {
          text: 'Are you still there? I moved last week and need it changed today.',
          from: 'customer',
          at: now - 95 * SECOND,
        },
        waitingForYouSince: now - 95 * SECOND,
        customerPresent: true,
      },
      ...patch,
    },
    now,
  );

export const aCall = (patch: Partial<OpenWork> = {}, now = Date.now()) =>
  openChat(
    {
      agentWorkId: 'aw-3',
      workItemId: 'w-3',
      channel: { id: 'c-phone', name: 'Phone', kind: 'voice' },
      customer: 'Dmitri Vale',
      subject: 'Warranty of a kettle',
      acceptedAt: now - 133 * SECOND,
      conversation: null,
      ...patch,
    },
    now,
  );

export const aCase = (patch: Partial<OpenWork> = {}, now = Date.now()) =>
  openChat(
    {
      agentWorkId: 'aw-4',
      workItemId: 'w-4',
      channel: { id: 'c-case', name: 'Case', kind: 'case' },
      customer: 'Elin Strand',
      subject: 'Refund of a double payment',
      pool: 'interruptible',
      fields: { Case: '00012877', Amount: '€ 48.90', 'Paid on': '2 May' },
      conversation: null,
      ...patch,
    },
    now,
  );

export function aWrapUp(patch: Partial<WrapUp> = {}, now = Date.now()): WrapUp {
  return {
    agentWorkId: 'aw-1',
    workItemId: 'w-1',
    channel: chat,
    queue: support,
    customer: 'Ben Okafor',
    subject: 'Where is my order 20418?',
    size: 1_000,
    pool: 'primary',
    startedAt: now - 18 * SECOND,
    endedBy: 'customer',
    deadline: now + 102 * SECOND,
    extensionsUsed: 0,
    maxExtensions: 2,
    extensionSeconds: 120,
    notes: '',
    outcome: null,
    outcomes: ['Solved', 'Needs follow-up', 'Wrong department'],
    hasConversation: true,
    ...patch,
  };
}

/** An agent who is Available, with nothing to do. */
export function aSnapshot(patch: Partial<AgentSnapshot> = {}, now = Date.now()): AgentSnapshot {
  return {
    version: 1,
    hubTime: now,
    agent: { id: 'me', username: 'mina', name: 'Mina Park', alias: 'Mina', roles: ['agent'], language: null },
    ringingDeviceId: 'device',
    soundingOn: [],
    presence: {
      status: statusNamed('all'),
      effectiveBase: 'available',
      since: now - 23 * MINUTE,
      setBy: { kind: 'you', name: null },
      reason: 'manual',
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
      interruptible: { used: 0, max: 3_000 },
      showInterruptible: false,
    },
    offers: [],
    work: [],
    wrapUps: [],
    notices: [],
    settings: {
      allowDecline: true,
      chooseDeclineReason: true,
      declineReasons: [
        { id: 'r-break', label: 'About to take a break' },
        { id: 'r-skill', label: 'Not my field' },
        { id: 'r-tech', label: 'Technical problem' },
      ],
      autoAccept: false,
      disconnectSound: true,
      requestSound: true,
      wrapUp: true,
      idle: { enabled: false, afterMinutes: 10 },
      lock: false,
      suspend: false,
    },
    hub: {
      customerPage: 'https://hub.example.com/chat',
      practice: { offered: true, running: false },
      version: '0.1.0',
    },
    ...patch,
  };
}

export function aMirror(
  snapshot: AgentSnapshot | null,
  patch: Partial<Mirror> = {},
  now = Date.now(),
): Mirror {
  return {
    revision: 1,
    shellTime: now,
    skew: 0,
    link: { state: 'connected', since: now - 30 * MINUTE, retryAt: null },
    account: { hub: 'this computer', embedded: true, username: 'mina' },
    snapshot,
    cues: [],
    alarms: [],
    alerts: [],
    settings: { ...defaultLocalSettings, welcomed: true },
    ringsHere: true,
    capabilities: { ...browserCapabilities, notifications: true, soundWithoutClick: true },
    soundTest: null,
    managed: [],
    update: null,
    declining: null,
    version: '0.1.0',
    ...patch,
  };
}
