/** The form before the chat: the customer's name and topic. */
import { make } from './dom.ts';
import type { CustomerTexts } from './i18n.ts';

export interface StartFormOptions {
  readonly texts: CustomerTexts;
  readonly heading: string;
  /** False = show that no agent is available right now. */
  readonly staffed: boolean;
  /** Starts the chat; resolves with a sentence when that failed. */
  readonly start: (name: string, subject: string) => Promise<string | null>;
}

export function startForm({ texts: t, heading, staffed, start }: StartFormOptions): HTMLElement {
  const name = make('input', {
    id: 'name',
    name: 'name',
    autocomplete: 'name',
    maxlength: '100',
    required: true,
    'aria-describedby': 'problem',
  });
  const subject = make('input', {
    id: 'subject',
    name: 'subject',
    maxlength: '200',
    autocomplete: 'off',
    'aria-label': t.subject,
  });
  const problem = make('p', { id: 'problem', class: 'problem', role: 'alert', hidden: true });
  const button = make('button', { class: 'button primary' }, t.start);
  // The page shows its own messages, in the customer's language and not in the browser's.
  const form = make(
    'form',
    { novalidate: true },
    make('h2', {}, heading),
    staffed ? null : make('p', { class: 'note' }, t.nobody),
    make('div', { class: 'field' }, make('label', { for: 'name' }, t.name), name),
    make(
      'div',
      { class: 'field' },
      make(
        'label',
        { for: 'subject' },
        `${t.subject} `,
        make('span', { class: 'optional' }, `(${t.optional})`),
      ),
      subject,
    ),
    problem,
    button,
  );

  const complain = (sentence: string | null) => {
    problem.hidden = sentence === null;
    problem.textContent = sentence;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const missing = name.value.trim() === '';
    name.setAttribute('aria-invalid', String(missing));
    complain(missing ? t.nameMissing : null);
    if (missing) return name.focus();
    button.disabled = true;
    button.textContent = t.starting;
    complain(await start(name.value.trim(), subject.value.trim()));
    button.disabled = false;
    button.textContent = t.start;
  });
  return make('main', { class: 'start' }, form);
}
