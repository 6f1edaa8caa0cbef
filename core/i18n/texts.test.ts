import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { type Alarm } from '../contract/bridge.ts';
import { Message } from '../conversations/message.ts';
import { type ErrorCode, errorStatuses } from '../errors.ts';
import { routingReasonCodes } from '../routing/reasons.ts';
import { configurationCodes } from '../setup/presence-configuration-rules.ts';
import { recordCodes } from '../setup/record-rules.ts';
import { Notice } from '../snapshot.ts';
import {
  agentWorkStates,
  baseStatuses,
  CapacityPool,
  ChannelKind,
  EndedBy,
  LinkState,
  presenceReasons,
  Role,
  RoutingModel,
  WorkItemState,
} from '../vocabulary.ts';
import { errorText, formatText, type TextKey, textOptions, texts } from './texts.ts';

type Table = { readonly [key: string]: string | Table };
const leaves = (table: Table, path = ''): Array<[key: string, text: string]> =>
  Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const english = new Map(leaves(texts.en));
const korean = new Map(leaves(texts.ko));
const alarmKinds: ReadonlyArray<Alarm['kind']> = [
  'connection-lost',
  'sound-failed',
  'settings-reset',
  'hub-restarting',
  'hub-failed',
  'certificate-changed',
  'certificate-expired',
  'certificate-another-name',
  'hub-too-old',
  'hub-too-new',
  'hub-unreadable',
  'signed-out',
];

test('both languages have the same keys, except for the plural form that Korean lacks', () => {
  expect([...korean.keys()]).toEqual([...english.keys()].filter((key) => !key.endsWith('_one')));
});

test('both languages use the same placeholders, and no text is empty', () => {
  for (const [key, text] of korean) {
    expect(text.trim(), key).not.toBe('');
    expect([...new Set(placeholders(text))], key).toEqual([...new Set(placeholders(english.get(key)!))]);
  }
});

test('Korean texts are written in Korean', () => {
  for (const [key, text] of korean) expect(text, key).toMatch(/[가-힣]/);
});

test.each<[place: string, codes: readonly string[]]>([
  ['bases', baseStatuses],
  ['systemStatuses', [...baseStatuses, 'missed']],
  ['links', LinkState.options],
  ['pools', CapacityPool.options],
  ['channelKinds', ChannelKind.options],
  ['routingModels', RoutingModel.options],
  ['roles', Role.options],
  ['workItemStates', WorkItemState.options],
  ['agentWorkStates', agentWorkStates],
  ['endedBy', EndedBy.options],
  ['presenceReasons', presenceReasons],
  ['presenceChanges', presenceReasons],
  ['reasons', routingReasonCodes],
  ['errors', Object.keys(errorStatuses)],
  ['notices', Notice.shape.kind.options],
  ['messageEvents', Message.shape.event.unwrap().options],
  ['alarms', alarmKinds],
  ['validation', [...configurationCodes, ...recordCodes]],
])('every code of %s has a text', (place, codes) => {
  for (const code of codes) expect([...english.keys()]).toContain(`${place}.${code}`);
});

test('i18next renders every text the same', async () => {
  const i18next = createInstance();
  await i18next.init({
    resources: { en: { translation: texts.en }, ko: { translation: texts.ko } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  for (const language of ['en', 'ko'] as const) {
    const t = i18next.getFixedT(language);
    for (const [key, text] of english) {
      const values: Record<string, string | number> = { base: 'away', pool: 'primary', link: 'lost' };
      const wanted = placeholders(text).filter((name) => !(name! in values) && name !== 'count');
      for (const name of wanted) values[name!] = `<${name}>`;
      if (key.endsWith('_one')) values.count = 1;
      if (key.endsWith('_other')) values.count = 4;
      const plain = key.replace(/_(one|other)$/, '') as TextKey;
      expect(formatText(language, plain, values), key).toBe(t(plain, { ...textOptions(values) }));
      expect(formatText(language, plain, values), key).not.toMatch(/\{\{|\$t\(/);
    }
  }
});

test('plurals, contexts and references select their variant', () => {
  expect(formatText('en', 'whyNoWork.waiting', { count: 1 })).toBe('1 item is waiting in your queues.');
  expect(formatText('en', 'whyNoWork.waiting', { count: 0 })).toBe('0 items are waiting in your queues.');
  expect(formatText('ko', 'whyNoWork.waiting', { count: 1 })).toContain('1건');
  expect(formatText('en', 'notices.transfer-returned', { to: 'Kim', how: 'declined' })).toBe(
    'Kim declined your transfer, so the work is still yours.',
  );
  expect(formatText('en', 'notices.transfer-returned', { to: 'Kim', how: 'unheard-of' })).toContain(
    'did not take',
  );
  expect(formatText('en', 'reasons.base-not-allowed', { base: 'away', channel: 'Chat' })).toContain(
    '“Away” gets no work of Chat',
  );
  expect(formatText('ko', 'reasons.base-not-allowed', { base: 'away', channel: '채팅' })).toContain(
    '자리 비움',
  );
});

test('inserts user input verbatim', () => {
  const name = '{{waitedSeconds}} $t(errors.INTERNAL) $& <b>';
  expect(formatText('en', 'notices.missed-request', { customer: name, waitedSeconds: 30 })).toBe(
    `You missed a request from ${name}: it waited 30 s.`,
  );
});

test('a missing parameter leaves its place empty, an unknown key returns itself', () => {
  expect(formatText('en', 'setBy.supervisor')).toBe('Set by ');
  expect(formatText('en', 'errors.constructor' as TextKey)).toBe('errors.constructor');
  expect(formatText('ko', 'errors' as TextKey)).toBe('errors');
});

test('no error sentence needs a parameter, so none is ever half empty', () => {
  for (const code of Object.keys(errorStatuses) as ErrorCode[]) {
    expect(placeholders(english.get(`errors.${code}`)!), code).toEqual([]);
    expect(errorText('ko', { code })).toBe(korean.get(`errors.${code}`));
  }
});

test('TOO_LATE names the new owner, if there is one', () => {
  const tooLate = (owner: string) =>
    errorText('en', { code: 'TOO_LATE', params: { customer: 'Ana', owner } });
  expect(tooLate('Lee')).toContain('Lee has it now');
  expect(tooLate('')).toContain('taken back');
});
