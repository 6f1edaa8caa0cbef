import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerPanel } from '#core/contract/commands.ts';
import { Button } from '../controls/button.tsx';
import { useUi } from '../state/ui-store.ts';
import { matchingReplies } from './quick-replies.ts';
import { flushDraft, saveDraft, send, stopTyping, typing } from './send-message.ts';
import css from './composer.module.css';

/** The message composer. The draft is kept per conversation, across tabs, reloads and restarts. */
export function Composer({
  workItemId,
  replies,
}: {
  readonly workItemId: string;
  readonly replies: CustomerPanel['quickReplies'];
}) {
  const { t } = useTranslation();
  const text = useUi((ui) => ui.drafts[workItemId]) ?? '';
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [chosen, setChosen] = useState(0);
  const [hiddenFor, setHiddenFor] = useState<string | null>(null);
  const found = hiddenFor === text ? null : matchingReplies(text, replies);
  const matches = found && found.length > 0 ? found.slice(0, 8) : null;
  const marked = matches ? Math.min(chosen, matches.length - 1) : 0;

  useEffect(() => {
    if (useUi.getState().focusComposerOf === workItemId) {
      useUi.setState({ focusComposerOf: null });
      box.current?.focus();
    }
    return () => {
      flushDraft(workItemId);
      stopTyping(workItemId);
    };
  }, [workItemId]);

  const submit = () => {
    if (text.trim() === '') return;
    send(workItemId, text);
    box.current?.focus();
  };
  const take = (index: number) => {
    const reply = matches?.[index];
    if (reply) saveDraft(workItemId, reply.text);
    setChosen(0);
    box.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    // While a syllable is being composed, Enter belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    if (matches) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setChosen((marked + step + matches.length) % matches.length);
      else if (event.key === 'Enter' || event.key === 'Tab') take(marked);
      else if (event.key === 'Escape') setHiddenFor(text);
      else return;
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };

  return (
    <div className={css.composer}>
      {matches && (
        <ul role="listbox" id={listId} aria-label={t('conversation.quickReplies')} className={css.replies}>
          {matches.map((reply, index) => (
            <li
              key={reply.key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === marked}
              className={css.reply}
              onMouseDown={(event) => {
                event.preventDefault();
                take(index);
              }}
            >
              <strong>/{reply.key}</strong>
              <span>{reply.text}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={css.box}>
        <textarea
          ref={box}
          rows={1}
          className={css.text}
          aria-label={t('conversation.message')}
          aria-autocomplete="list"
          aria-controls={matches ? listId : undefined}
          aria-activedescendant={matches ? `${listId}-${marked}` : undefined}
          placeholder={t('conversation.placeholder')}
          value={text}
          onChange={(event) => {
            saveDraft(workItemId, event.target.value);
            setChosen(0);
            if (event.target.value !== '') typing(workItemId);
          }}
          onBlur={() => {
            flushDraft(workItemId);
            stopTyping(workItemId);
          }}
          onKeyDown={keys}
        />
        <Button
          look="primary"
          icon="send"
          title={t('conversation.sendHint')}
          disabled={text.trim() === ''}
          onClick={submit}
        >
          {t('conversation.send')}
        </Button>
      </div>
    </div>
  );
}
