/** The transcript: grows at its end, follows the newest message unless the reader has scrolled up. */
import type { Message } from '#core/conversations/message.ts';
import type { ChatState, PendingMessage } from './chat-session.ts';
import { make, createButton, say, linkify } from './dom.ts';
import type { CustomerTexts } from './i18n.ts';

export interface MessageList {
  readonly element: HTMLElement;
  show(state: ChatState): void;
}

/** Within this distance the reader counts as being at the end. */
const SCROLL_END_TOLERANCE_PX = 48;

export function messageList(
  texts: CustomerTexts,
  language: string,
  retry: (clientId: string) => void,
  older: () => Promise<void>,
): MessageList {
  const list = make('ol');
  const earlier = createButton(texts.earlier, 'link', async () => {
    earlier.disabled = true;
    const from = element.scrollHeight - element.scrollTop;
    // Keeps the scroll position while older messages are inserted above.
    await older().finally(() => (element.scrollTop = element.scrollHeight - from));
    earlier.disabled = false;
  });
  earlier.hidden = true;
  const element = make(
    'div',
    { class: 'log', role: 'log', 'aria-label': texts.conversation, tabindex: '0' },
    earlier,
    list,
  );
  const rows = new Map<string, HTMLElement>();
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric' });

  /** The row with this key, created once and never replaced: a screen reader must not announce it twice. */
  function row(key: string, create: () => HTMLElement): HTMLElement {
    const made = rows.get(key) ?? create();
    rows.set(key, made);
    return made;
  }

  function dayRow(at: number): HTMLElement {
    const date = new Date(at).toDateString();
    const today = date === new Date().toDateString();
    return row(`day:${date}`, () => make('li', { class: 'day' }, today ? texts.today : day.format(at)));
  }

  function messageRow(
    message: Message,
    state: ChatState,
    isLastOwn: boolean,
    showsSender: boolean,
  ): HTMLElement {
    if (message.from === 'system') return row(`${message.number}`, () => eventRow(message, state));
    const mine = message.from === 'customer';
    const made = row(message.clientId, () =>
      make(
        'li',
        { class: mine ? 'message mine' : 'message' },
        showsSender ? make('span', { class: 'who' }, message.sender) : null,
        make('span', { class: 'text' }, ...linkify(message.text)),
        make('span', { class: 'mark' }),
      ),
    );
    made.classList.remove('unsent');
    mark(made, isLastOwn ? `${time.format(message.at)} · ${stateOf(message, state)}` : null);
    return made;
  }

  function eventRow({ event, text }: Message, { view }: ChatState): HTMLElement {
    const joined = event === 'agent-joined' && view?.agent ? texts.joined(view.agent) : null;
    return make('li', { class: 'event' }, joined ?? (event === null ? text : texts.events[event]));
  }

  function pendingRow(message: PendingMessage): HTMLElement {
    const made = row(message.clientId, () =>
      make(
        'li',
        { class: 'message mine unsent' },
        make('span', { class: 'text' }, ...linkify(message.text)),
        make('span', { class: 'mark' }),
      ),
    );
    mark(made, message.failed ? null : texts.sending);
    if (message.failed) {
      const again = createButton(texts.retry, 'link', () => retry(message.clientId));
      again.className = 'link';
      made.querySelector('.mark')?.replaceChildren(`${texts.failed} · `, again);
      made.querySelector('.mark')?.classList.add('failed');
    }
    return made;
  }

  function mark(made: HTMLElement, text: string | null): void {
    const place = made.querySelector<HTMLElement>('.mark');
    if (!place) return;
    place.hidden = text === null;
    place.classList.remove('failed');
    say(place, text ?? '');
    if (text === null) return;
    place.hidden = false;
  }

  function stateOf({ number }: Message, { view }: ChatState): string {
    const marks = view?.marks ?? { delivered: 0, read: 0 };
    if (number <= marks.read) return texts.read;
    return number <= marks.delivered ? texts.delivered : texts.sent;
  }

  return {
    element,
    show(state) {
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < SCROLL_END_TOLERANCE_PX;
      const lastOwn = state.messages.findLast(({ from }) => from === 'customer');
      const wanted: HTMLElement[] = [];
      let before: Message | null = null;
      for (const message of state.messages) {
        const newDay =
          before === null || new Date(before.at).toDateString() !== new Date(message.at).toDateString();
        if (newDay) wanted.push(dayRow(message.at));
        const showsSender = message.from === 'agent' && (newDay || before?.from !== 'agent');
        wanted.push(messageRow(message, state, message === lastOwn, showsSender));
        before = message;
      }
      wanted.push(...state.pending.map(pendingRow));
      wanted.forEach((made, index) => {
        const present = list.children[index];
        if (present !== made) list.insertBefore(made, present ?? null);
      });
      while (list.children.length > wanted.length) list.lastElementChild?.remove();
      earlier.hidden = !state.more;
      if (atEnd) element.scrollTop = element.scrollHeight;
    },
  };
}
