/**
 * The script for other sites: `<script src="https://hub/embed.js" data-queue="sales" async></script>`. Adds one button
 * at the bottom right that opens the chat in a frame. It imports nothing, defines no globals, and keeps its styles in a
 * shadow tree, isolated from those of the page.
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || document.querySelector('onqueue-chat')) return;
  const hub = new URL(script.src).origin;
  const { queue, lang, label, identity, ...others } = script.dataset;

  const address = new URL('/chat', hub);
  address.searchParams.set('embed', '1');
  if (queue) address.searchParams.set('queue', queue);
  if (lang) address.searchParams.set('lang', lang);
  // data-field-order="A-17" reaches the agent as the field "order".
  for (const [name, value] of Object.entries(others))
    if (name.startsWith('field') && value !== undefined)
      address.searchParams.set(`field.${name.slice(5, 6).toLowerCase()}${name.slice(6)}`, value);

  // data-identity="TOKEN": facts about the customer that the site's server has signed.
  if (identity) address.hash = new URLSearchParams({ identity }).toString();

  const korean = (lang ?? navigator.language).toLowerCase().startsWith('ko');
  const words = korean
    ? { open: label ?? '채팅 상담', close: '채팅 닫기', unread: () => '새 메시지' }
    : {
        open: label ?? 'Chat with us',
        close: 'Close the chat',
        unread: (n: number) => (n === 1 ? 'new message' : 'new messages'),
      };

  const host = document.createElement('onqueue-chat');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; inset: auto 0 0 auto; z-index: 2147483000; color-scheme: light dark; }
    button { position: fixed; right: 1.25rem; bottom: 1.25rem; display: flex; align-items: center; gap: .5rem;
      min-height: 3.25rem; padding: 0 1.25rem; border: 0; border-radius: 999px; cursor: pointer;
      background: light-dark(#2f5bd7, #8fabff); color: light-dark(#fff, #10131b);
      font: 600 1rem/1 system-ui, sans-serif; box-shadow: 0 .5rem 1.5rem rgb(20 25 40 / .25); }
    button:focus-visible { outline: 3px solid currentColor; outline-offset: -6px; }
    svg { width: 1.375rem; height: 1.375rem; fill: currentColor; }
    .count { min-width: 1.375rem; padding: .25rem .375rem; border-radius: 999px; background: #b3261e; color: #fff;
      font-size: .8125rem; text-align: center; }
    iframe { position: fixed; right: 1.25rem; bottom: 5.5rem; width: 24rem; height: min(38rem, calc(100dvh - 7rem));
      border: 1px solid rgb(128 128 128 / .35); border-radius: 1rem; background: Canvas;
      box-shadow: 0 1rem 3rem rgb(20 25 40 / .25); }
    [hidden] { display: none; }
    @media (max-width: 30rem) {
      iframe { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
      .open { display: none; }
    }`);
  shadow.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z');
  icon.append(path);
  const text = document.createElement('span');
  const count = document.createElement('span');
  count.className = 'count';
  button.append(icon, text, count);

  const frame = document.createElement('iframe');
  frame.title = words.open;
  frame.hidden = true;
  shadow.append(frame, button);

  let isOpen = false;
  let loaded = false;
  /** The chat marks messages as read only while it is visible. */
  function tellChat(): void {
    if (loaded) frame.contentWindow?.postMessage({ onqueue: { open: isOpen } }, hub);
  }
  frame.addEventListener('load', () => {
    loaded = frame.src !== '';
    tellChat();
  });
  function show(open: boolean): void {
    isOpen = open;
    // The chat is loaded when it is first opened, not with every page of the site.
    if (open && !frame.src) frame.src = address.href;
    frame.hidden = !open;
    tellChat();
    button.classList.toggle('open', open);
    button.setAttribute('aria-expanded', String(open));
    text.textContent = open ? words.close : words.open;
    if (open) frame.focus();
    else button.focus();
  }
  function showUnread(unread: number): void {
    count.hidden = unread === 0;
    count.textContent = String(unread);
    count.setAttribute('aria-label', `${unread} ${words.unread(unread)}`);
  }

  button.addEventListener('click', () => show(!isOpen));
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== hub || event.source !== frame.contentWindow) return;
    const { onqueue } = (event.data ?? {}) as { onqueue?: { close?: unknown; unread?: unknown } };
    if (onqueue?.close === true) show(false);
    if (typeof onqueue?.unread === 'number') showUnread(isOpen ? 0 : onqueue.unread);
  });

  text.textContent = words.open;
  button.setAttribute('aria-expanded', 'false');
  showUnread(0);
  const attach = () => document.body.append(host);
  if (document.body) attach();
  else addEventListener('DOMContentLoaded', attach, { once: true });
})();
