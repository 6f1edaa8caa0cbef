/** Minimal helpers to create elements. Texts are always inserted as text, never as HTML. */

type Child = Node | string | null;

/** An element with attributes (`null` omits one; `class` is one of them) and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function createButton(label: string, kind: string, press: () => void): HTMLButtonElement {
  const button = make('button', { type: 'button', class: `button ${kind}` }, label);
  button.addEventListener('click', press);
  return button;
}

/** Sets `text` only if it differs: a live region speaks only when something has changed. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Text with its web addresses as links. */
export function linkify(text: string): Child[] {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((part, index) => {
    if (index % 2 === 0) return part;
    return make('a', { href: part, target: '_blank', rel: 'noopener noreferrer nofollow' }, part);
  });
}
