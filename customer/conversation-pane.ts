/** The chat itself: position in the queue, transcript, composer, and its end. */
import { fitsInMessage } from './message-size.ts';
import type { ChatSession, ChatState } from './chat-session.ts';
import { make, createButton, say } from './dom.ts';
import type { CustomerTexts } from './i18n.ts';
import { messageList } from './message-list.ts';

export interface ConversationPaneOptions {
  readonly texts: CustomerTexts;
  readonly language: string;
  readonly session: ChatSession;
  /** The customer wants another chat after this one. */
  readonly again: () => void;
}

export interface ConversationPane {
  readonly element: HTMLElement;
  /** For the header of the page. */
  readonly endButton: HTMLButtonElement;
  show(state: ChatState): void;
  focus(): void;
}

export function conversationPane({
  texts: t,
  language,
  session,
  again,
}: ConversationPaneOptions): ConversationPane {
  const place = make('strong');
  const wait = make('span');
  const queue = make(
    'div',
    { class: 'queue', role: 'status', 'aria-label': t.queueLabel, hidden: true },
    place,
    wait,
  );
  const list = messageList(
    t,
    language,
    (clientId) => session.retry(clientId),
    () =>
      session.older().catch(() => {
        problem.hidden = false;
        say(problem, t.failures.other);
      }),
  );
  const typing = make('div', { class: 'typing', 'aria-live': 'off' });
  const problem = make('p', { class: 'problem', role: 'alert', hidden: true });
  const field = make('textarea', {
    rows: '1',
    'aria-label': t.message,
    placeholder: t.message,
    enterkeyhint: 'send',
  });
  const sendButton = make('button', { class: 'button primary' }, t.send);
  const composer = make('form', { class: 'composer' }, field, sendButton);
  const overText = make('p', { role: 'status' });
  const over = make(
    'div',
    { class: 'over', hidden: true },
    overText,
    createButton(t.again, 'primary', again),
  );
  const element = make(
    'main',
    { class: 'talk' },
    queue,
    list.element,
    make('div', {}, typing, problem),
    make('div', {}, composer, over),
  );

  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    const fits = fitsInMessage(field.value);
    problem.hidden = fits;
    say(problem, fits ? '' : t.tooLong);
    if (!fits || field.value.trim() === '') return;
    session.send(field.value);
    field.value = '';
    field.focus();
    list.element.scrollTop = list.element.scrollHeight;
  });
  field.addEventListener('keydown', (event) => {
    // While a Korean syllable is being composed, Enter belongs to the input method. On a touch keyboard it inserts a
    // line break.
    const sends = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
    if (!sends || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  field.addEventListener('input', () => session.typing(performance.now(), field.value.trim() !== ''));

  // One press ends the chat, as the button's name promises. The transcript stays readable afterwards.
  const endButton = createButton(t.end, 'small', async () => {
    endButton.disabled = true;
    problem.hidden = true;
    try {
      await session.end();
    } catch {
      problem.hidden = false;
      say(problem, t.failures.other);
    }
    endButton.disabled = false;
  });

  return {
    element,
    endButton,
    focus: () => field.focus(),
    show(state) {
      const { view } = state;
      list.show(state);
      const ended = view?.state === 'ended';
      queue.hidden = view?.state !== 'waiting';
      if (view?.state === 'waiting') {
        const { position, estimatedWaitSeconds } = view;
        say(place, position === null ? t.waiting : position === 1 ? t.next : t.place(position));
        const estimate = estimatedWaitSeconds === null ? '' : t.wait(Math.round(estimatedWaitSeconds / 60));
        say(wait, [estimate, t.writeAlready].filter((part) => part !== '').join(' · '));
      }
      say(typing, view?.agentTyping && !ended ? t.typing(view.agent ?? t.somebody) : '');
      composer.hidden = ended;
      typing.hidden = ended;
      endButton.hidden = ended;
      over.hidden = !ended;
      if (ended) {
        say(overText, view.endedBy === null ? t.ended : t.endedBy[view.endedBy]);
      }
    },
  };
}
