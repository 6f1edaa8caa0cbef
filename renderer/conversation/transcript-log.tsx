import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#core/conversations/message.ts';
import { Button } from '../controls/button.tsx';
import { calendarDay, daysBetween, timeOfDay } from '../i18n/format.ts';
import { useHubNow } from '../state/clock.ts';
import { type OutgoingMessage, useUi } from '../state/ui-store.ts';
import { sendAgain } from './send-message.ts';
import { type Line, linesOf, type MessageState, type Transcript } from './transcript.ts';
import css from './transcript-log.module.css';

const SCROLL_END_TOLERANCE_PX = 60;
const none: readonly OutgoingMessage[] = [];
const at = (line: Line) => line.message.at;
const sideOf = (line: Line) => (line.kind === 'outgoing' ? 'agent' : line.message.from);
const keyOf = (line: Line) => line.message.clientId;

/**
 * The log of a conversation: stays at the end while the reader is there, keeps the position when older messages arrive.
 */
export function TranscriptLog({
  workItemId,
  customer,
  transcript,
  loadingOlder,
  onOlder,
}: {
  readonly workItemId: string;
  readonly customer: string;
  readonly transcript: Transcript;
  readonly loadingOlder: boolean;
  readonly onOlder: () => void;
}) {
  const { t } = useTranslation();
  const outbox = useUi((ui) => ui.outbox[workItemId]) ?? none;
  const lines = linesOf(transcript, outbox);
  const lastOwn = lines.findLast((line) => line.kind === 'message' && line.state !== null);
  const box = useRef<HTMLDivElement>(null);
  const place = useRef({ first: 0, height: 0, atEnd: true });

  const first = transcript.messages[0]?.number ?? 0;
  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const { first: before, height, atEnd } = place.current;
    if (first < before) log.scrollTop += log.scrollHeight - height;
    else if (atEnd) log.scrollTop = log.scrollHeight;
    place.current = { ...place.current, first, height: log.scrollHeight };
  }, [first, lines.length, transcript.typing]);

  useEffect(() => {
    const log = box.current;
    if (!log) return;
    const stay = new ResizeObserver(() => {
      if (place.current.atEnd) log.scrollTop = log.scrollHeight;
    });
    stay.observe(log);
    return () => stay.disconnect();
  }, []);

  const scrolled = useCallback(() => {
    const log = box.current;
    if (!log) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < SCROLL_END_TOLERANCE_PX;
    place.current = { ...place.current, atEnd, height: log.scrollHeight };
    if (log.scrollTop < SCROLL_END_TOLERANCE_PX) onOlder();
  }, [onOlder]);

  return (
    <div
      ref={box}
      role="log"
      aria-label={t('conversation.log')}
      aria-busy={!transcript.loaded}
      tabIndex={0}
      className={css.log}
      onScroll={scrolled}
    >
      <div className={css.lines}>
        {!transcript.loaded && <p className={css.quiet}>{t('conversation.loading')}</p>}
        {transcript.loaded && (
          <p className={css.quiet}>
            {loadingOlder || transcript.more ? t('conversation.older') : t('conversation.start')}
          </p>
        )}
        {lines.map((line, index) => {
          const before = lines[index - 1];
          const newDay = !before || daysBetween(at(before), at(line)) !== 0;
          const grouped =
            before !== undefined &&
            !newDay &&
            sideOf(before) === sideOf(line) &&
            at(line) - at(before) < 120_000;
          return (
            <div key={keyOf(line)} className={css.line}>
              {newDay && <DayBreak at={at(line)} />}
              {line.kind === 'outgoing' ? (
                <Outgoing workItemId={workItemId} message={line.message} grouped={grouped} />
              ) : (
                <Arrived
                  message={line.message}
                  state={line === lastOwn ? line.state : null}
                  grouped={grouped}
                />
              )}
            </div>
          );
        })}
        {transcript.typing && <p className={css.typing}>{t('conversation.typing', { name: customer })}</p>}
      </div>
    </div>
  );
}

function DayBreak({ at: time }: { readonly at: number }) {
  const { t, i18n } = useTranslation();
  const days = daysBetween(time, useHubNow());
  const word =
    days === 0
      ? t('conversation.today')
      : days === 1
        ? t('conversation.yesterday')
        : calendarDay(time, i18n.language);
  return <p className={css.day}>{word}</p>;
}

function Arrived({
  message,
  state,
  grouped,
}: {
  readonly message: Message;
  readonly state: MessageState | null;
  readonly grouped: boolean;
}) {
  const { t, i18n } = useTranslation();
  if (message.from === 'system')
    return (
      <p className={css.event}>
        {message.event === null ? message.text : t(`messageEvents.${message.event}`)}
        <span className={css.time}>{timeOfDay(message.at, i18n.language)}</span>
      </p>
    );
  const sender =
    message.from === 'agent'
      ? t('conversation.you')
      : message.from === 'whisper'
        ? t('conversation.whisper', { name: message.sender })
        : message.sender;
  return (
    <div className={css.message} data-from={message.from}>
      {!grouped && (
        <p className={css.sender}>
          <strong>{sender}</strong> <span className={css.time}>{timeOfDay(message.at, i18n.language)}</span>
        </p>
      )}
      <p className={css.bubble}>{message.text}</p>
      {state && <p className={css.state}>{t(`conversation.${state}`)}</p>}
    </div>
  );
}

function Outgoing({
  workItemId,
  message,
  grouped,
}: {
  readonly workItemId: string;
  readonly message: OutgoingMessage;
  readonly grouped: boolean;
}) {
  const { t, i18n } = useTranslation();
  return (
    <div className={css.message} data-from="agent" data-state={message.state}>
      {!grouped && (
        <p className={css.sender}>
          <strong>{t('conversation.you')}</strong>{' '}
          <span className={css.time}>{timeOfDay(message.at, i18n.language)}</span>
        </p>
      )}
      <p className={css.bubble}>{message.text}</p>
      <p className={css.state}>
        {t(`conversation.${message.state}`)}
        {message.state === 'failed' && (
          <Button look="quiet" className={css.retry} onClick={() => sendAgain(workItemId, message)}>
            {t('conversation.retry')}
          </Button>
        )}
      </p>
    </div>
  );
}
