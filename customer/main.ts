/** The customer's chat page: a form, then one conversation, then its end; a reload returns to the same place. */
import { ORPCError } from '@orpc/client';
import { backoff } from '#core/link/link-rules.ts';
import { ChatSession, type ChatState, pause } from './chat-session.ts';
import { createCustomerClient } from './customer-client.ts';
import { make, createButton, say } from './dom.ts';
import { customerTexts } from './i18n.ts';
import { openChatStorage } from './stored-chat.ts';
import { readAddress } from './page-address.ts';
import { startForm } from './start-form.ts';
import { conversationPane } from './conversation-pane.ts';

const { queue, language, embedded, fields, identity } = readAddress(
  location.search,
  navigator.languages,
  location.hash,
);
// A token of the site in the address would be kept in the history.
if (identity !== null) history.replaceState(null, '', location.pathname + location.search);
const t = customerTexts[language];
const keeper = openChatStorage(() => localStorage, queue);
let token = keeper.read()?.token ?? null;
const client = createCustomerClient(location.origin, () => token);
let session: ChatSession | null = null;

document.documentElement.lang = language;
document.title = t.title;

const heading = make('h1', {}, t.title);
const subheading = make('p', { role: 'status' });
const tools = make('div');
const offline = make('div', { class: 'offline', role: 'status', hidden: true });
const bar = make('header', { class: 'bar' }, make('div', { class: 'bar-words' }, heading, subheading), tools);
if (embedded) bar.append(createButton(t.close, 'small', () => tellParent({ close: true })));
let content: HTMLElement = make('main');
document.querySelector('#chat')?.append(make('div', {}, bar, offline), content);

/** The surrounding page receives only what its button needs: never a text, never a token. */
function tellParent(message: { readonly close: true } | { readonly unread: number }): void {
  if (embedded && parent !== window) parent.postMessage({ onqueue: message }, '*');
}

function show(element: HTMLElement): void {
  content.replaceWith(element);
  content = element;
}

function setOnline(online: boolean): void {
  offline.hidden = online;
  say(offline, online ? '' : t.offline);
}

const failure = (error: unknown): string => {
  const code: unknown = error instanceof ORPCError ? error.code : null;
  return typeof code === 'string' && code in t.failures
    ? t.failures[code as keyof typeof t.failures]
    : t.failures.other;
};

function nameCentre(centre: string): void {
  say(heading, centre || t.title);
  document.title = centre || t.title;
}

/** Asks the hub what to show before the chat; retries without a time limit. */
async function beforeChat(): Promise<void> {
  tools.replaceChildren();
  say(subheading, '');
  show(make('main', { class: 'start' }, make('p', { class: 'note', role: 'status' }, t.loading)));
  for (let attempt = 0; ; attempt += 1) {
    try {
      const page = await client.page({ queue });
      setOnline(true);
      nameCentre(page.centre);
      const welcome = page.welcome || t.startHeading;
      // The same id for the lifetime of the form: pressing twice, or again after a cut, starts one chat.
      const startId = crypto.randomUUID();
      // Only with this id does the hub return the same chat again when its first answer was lost.
      const browserKey = crypto.randomUUID() + crypto.randomUUID();
      const start = async (name: string, subject: string) => {
        try {
          ({ token } = await client.start({
            startId,
            browserKey,
            name,
            subject,
            queue,
            fields,
            ...(identity === null ? {} : { identity }),
          }));
          keeper.write({ token, unsent: [] });
          talk(true);
          return null;
        } catch (error) {
          return failure(error);
        }
      };
      show(startForm({ texts: t, heading: welcome, staffed: page.staffed, start }));
      return;
    } catch (error) {
      if (error instanceof ORPCError && error.status < 500) {
        show(make('main', { class: 'start' }, make('p', { class: 'note', role: 'alert' }, failure(error))));
        return;
      }
      setOnline(false);
      await pause(backoff(attempt, Math.random), new AbortController().signal);
    }
  }
}

/** Follows the conversation that the token opens. */
function talk(begun: boolean): void {
  const leave = () => {
    session?.stop();
    session = null;
    token = null;
    keeper.clear();
    void beforeChat();
  };
  const current = new ChatSession({
    client,
    unsent: keeper.read()?.unsent ?? [],
    onChange: (state) => {
      view.show(state);
      showAround(state);
    },
    onUnsent: (unsent) => token !== null && keeper.write({ token, unsent }),
    onGone: leave,
  });
  const view = conversationPane({ texts: t, language, session: current, again: leave });
  session = current;
  tools.replaceChildren(view.endButton);
  show(view.element);
  if (begun) view.focus();
  current.start();
}

/** The header, the window's title, and the button of the surrounding page. */
function showAround({ view, online, messages }: ChatState): void {
  setOnline(online || view?.state === 'ended');
  const words = {
    waiting: t.waiting,
    talking: t.withAgent(view?.agent ?? t.somebody),
    'on-hold': t.onHold,
    ended: t.ended,
  };
  say(subheading, view ? words[view.state] : t.loading);
  if (isSeen()) session?.read();
  const unread = isSeen()
    ? 0
    : messages.filter(({ from, number }) => from === 'agent' && number > seen).length;
  if (isSeen()) seen = messages.at(-1)?.number ?? 0;
  document.title = unread > 0 ? `(${unread}) ${heading.textContent}` : (heading.textContent ?? t.title);
  tellParent({ unread });
}
let seen = 0;
/** Embedded in another page, the chat can be closed while that page stays visible; its button reports that. */
let frameOpen = true;
const isSeen = () => document.visibilityState === 'visible' && frameOpen;
addEventListener('message', ({ source, data }: MessageEvent<{ onqueue?: { open?: unknown } } | null>) => {
  const open = source === parent ? data?.onqueue?.open : undefined;
  if (!embedded || typeof open !== 'boolean') return;
  frameOpen = open;
  if (session) showAround(session.state);
});

/** After being hidden for longer than this, a phone has very likely dropped the connection. */
const STALE_AFTER_MS = 20_000;
let hiddenAt: number | null = null;
document.addEventListener('visibilitychange', () => {
  const hidden = document.visibilityState === 'hidden';
  if (!hidden && hiddenAt !== null && performance.now() - hiddenAt > STALE_AFTER_MS) session?.wake();
  hiddenAt = hidden ? performance.now() : null;
  if (session) showAround(session.state);
});
addEventListener('online', () => session?.wake());

if (token === null) void beforeChat();
else {
  talk(false);
  client.page({ queue }).then(
    ({ centre }) => nameCentre(centre),
    // The conversation itself shows that there is no connection.
    () => undefined,
  );
}
