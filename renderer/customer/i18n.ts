/** The words of the customer's pages. Small on purpose: the page must be there before the customer has changed their mind. */
import type { Message } from '#core/conversations/message.ts';

export type CustomerLanguage = 'en' | 'ko';
type Event = NonNullable<Message['event']>;

const en = {
  title: 'Chat',
  startHeading: 'How can we help?',
  name: 'Your name',
  nameMissing: 'Please tell us your name.',
  subject: 'Subject',
  optional: 'optional',
  start: 'Start chat',
  starting: 'Starting …',
  nobody: 'Nobody is here right now. You can start anyway: we answer as soon as somebody is back.',
  loading: 'One moment …',
  offline: 'No connection. Trying again …',
  queueLabel: 'Queue position',
  next: 'You are next.',
  place: (place: number) => `You are number ${place} in the queue.`,
  waiting: 'Somebody will be with you soon.',
  wait: (minutes: number) =>
    minutes < 1 ? 'Less than a minute' : minutes === 1 ? 'About 1 minute' : `About ${minutes} minutes`,
  writeAlready: 'You can already write.',
  withAgent: (agent: string) => `You are talking with ${agent}`,
  onHold: 'On hold for a moment',
  ended: 'This chat has ended.',
  endedBy: {
    customer: 'You have ended this chat.',
    agent: 'The chat was ended. Thank you for writing.',
    supervisor: 'The chat was ended. Thank you for writing.',
    system: 'The chat has ended.',
  },
  conversation: 'Conversation',
  you: 'You',
  message: 'Message',
  send: 'Send',
  sending: 'Sending …',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
  retry: 'Try again',
  tooLong: 'This message is too long. Please send it in parts.',
  typing: (agent: string) => `${agent} is typing …`,
  somebody: 'Our colleague',
  end: 'End chat',
  again: 'Start a new chat',
  close: 'Close',
  today: 'Today',
  failures: {
    TOO_MANY: 'That was a bit fast. Please wait a moment and try again.',
    QUEUE_CLOSED: 'This chat is closed at the moment.',
    NOT_FOUND: 'This chat does not exist.',
    other: 'That did not work. Please try again.',
  },
  events: {
    'agent-joined': 'A colleague has joined.',
    'agent-left': 'Our colleague has left.',
    'customer-left': 'You have left.',
    ended: 'The chat has ended.',
    'on-hold': 'You are on hold for a moment.',
    resumed: 'The conversation goes on.',
    'returned-to-queue': 'You are back in the queue and keep your place.',
  } satisfies Record<Event, string>,
  joined: (agent: string) => `${agent} has joined.`,
};
export type CustomerTexts = typeof en;

const ko: CustomerTexts = {
  title: '채팅 상담',
  startHeading: '무엇을 도와드릴까요?',
  name: '이름',
  nameMissing: '이름을 입력해 주세요.',
  subject: '문의 제목',
  optional: '선택',
  start: '채팅 시작',
  starting: '시작하는 중…',
  nobody: '지금은 상담 가능한 직원이 없습니다. 먼저 남겨 주시면 돌아오는 대로 답변드리겠습니다.',
  loading: '잠시만 기다려 주세요…',
  offline: '연결이 끊겼습니다. 다시 연결하는 중…',
  queueLabel: '대기 순서',
  next: '다음 차례입니다.',
  place: (place) => `대기 순서 ${place}번째입니다.`,
  waiting: '곧 상담원이 연결됩니다.',
  wait: (minutes) => (minutes < 1 ? '1분 이내' : `약 ${minutes}분`),
  writeAlready: '기다리는 동안 먼저 입력하셔도 됩니다.',
  withAgent: (agent) => `${agent} 상담원과 대화 중`,
  onHold: '잠시 보류 중입니다',
  ended: '채팅이 종료되었습니다.',
  endedBy: {
    customer: '채팅을 종료하셨습니다.',
    agent: '채팅이 종료되었습니다. 문의해 주셔서 감사합니다.',
    supervisor: '채팅이 종료되었습니다. 문의해 주셔서 감사합니다.',
    system: '채팅이 종료되었습니다.',
  },
  conversation: '대화',
  you: '나',
  message: '메시지',
  send: '보내기',
  sending: '보내는 중…',
  sent: '보냄',
  delivered: '전달됨',
  read: '읽음',
  failed: '보내지 못함',
  retry: '다시 시도',
  tooLong: '메시지가 너무 깁니다. 나누어 보내 주세요.',
  typing: (agent) => `${agent} 님이 입력 중…`,
  somebody: '상담원',
  end: '채팅 종료',
  again: '새 채팅 시작',
  close: '닫기',
  today: '오늘',
  failures: {
    TOO_MANY: '요청이 너무 잦습니다. 잠시 후 다시 시도해 주세요.',
    QUEUE_CLOSED: '지금은 채팅을 이용할 수 없습니다.',
    NOT_FOUND: '존재하지 않는 채팅입니다.',
    other: '처리하지 못했습니다. 다시 시도해 주세요.',
  },
  events: {
    'agent-joined': '상담원이 참여했습니다.',
    'agent-left': '상담원이 나갔습니다.',
    'customer-left': '채팅방을 나가셨습니다.',
    ended: '채팅이 종료되었습니다.',
    'on-hold': '잠시 보류되었습니다.',
    resumed: '대화를 다시 이어갑니다.',
    'returned-to-queue': '순서를 유지한 채 다시 대기 중입니다.',
  },
  joined: (agent) => `${agent} 님이 참여했습니다.`,
};

export const customerTexts: Readonly<Record<CustomerLanguage, CustomerTexts>> = { en, ko };

/** `?lang=` before the browser's languages before English. */
export function chooseLanguage(wanted: string | null, browser: readonly string[]): CustomerLanguage {
  const found = [wanted, ...browser].find((tag) => /^(en|ko)\b/i.test(tag ?? ''));
  return found?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
