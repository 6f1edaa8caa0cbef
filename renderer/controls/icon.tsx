/** Our own line icons, 16 × 16, drawn in the colour of the text around them; decoration only, never a name. */
import type { ChannelKind } from '#core/vocabulary.ts';

const paths = {
  chat: 'M2.5 4.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7l-3 2.5v-2.6a2 2 0 0 1-1.5-1.9z',
  messaging: 'M2 8a6 5.3 0 1 1 3.2 4.6L2.5 13.5l.8-2.3A5 5 0 0 1 2 8zM5.5 8h.01M8 8h.01M10.5 8h.01',
  voice:
    'M5.2 2.5 3.3 3a1.3 1.3 0 0 0-.9 1.5c.9 4.6 4.5 8.2 9.1 9.1a1.3 1.3 0 0 0 1.5-.9l.5-1.9-3-1.6-1.4 1.3A8 8 0 0 1 5.5 6.9l1.3-1.4z',
  email: 'M2 4.5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1zM2.3 4.8 8 9l5.7-4.2',
  case: 'M2.5 5.5h11v7.5h-11zM5.8 5.5V3.3h4.4v2.2M2.5 8.8h11',
  lead: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.4-2.6 2.3-4 5-4s4.6 1.4 5 4',
  custom: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM11 9v4M9 11h4',
  work: 'M2.5 3.5h11v9h-11zM6.5 3.5v9M9 6.5h2.5M9 9h2.5',
  preferences:
    'M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.2 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM5.8 12.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  setup: 'M3 3.5h10v3H3zM3 9.5h10v3H3zM5 5h.01M5 11h.01',
  floor:
    'M5.5 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 13c.3-2.2 1.6-3.5 3.5-3.5S8.7 10.8 9 13M10.5 7.5a2 2 0 1 0 0-4M11 9.6c1.7.2 2.7 1.4 3 3.4',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  top: 'M3.5 3h9M4 10.5l4-4 4 4M8 6.5v7',
  right: 'M6 4l4 4-4 4',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  send: 'M2.5 8 13.5 3l-3 10.5-3-4.3zM7.5 9.2 13.5 3',
  transfer: 'M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3',
  hold: 'M5.5 3.5v9M10.5 3.5v9',
  resume: 'M5 3.5v9l7.5-4.5z',
  queue: 'M6 4 3 7l3 3M3 7h6.5a3.5 3.5 0 0 1 0 6H8',
  help: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM6.3 6.3a1.7 1.7 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.3M8 11.2h.01',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  end: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM6 6l4 4M10 6l-4 4',
  panel: 'M2.5 3.5h11v9h-11zM9.5 3.5v9',
  link: 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9v3.5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1H7',
  alert: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3h.01',
  sound: 'M2.5 6.3v3.4h2.3L8 12.5v-9L4.8 6.3zM10.5 6a2.8 2.8 0 0 1 0 4M12.3 4.2a5.3 5.3 0 0 1 0 7.6',
  muted: 'M2.5 6.3v3.4h2.3L8 12.5v-9L4.8 6.3zM10.5 6.3l3.5 3.5M14 6.3l-3.5 3.5',
  bell: 'M4 11V7.3a4 4 0 0 1 8 0V11l1 1.3H3zM6.8 13.8h2.4',
  person: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.6c.5-2.5 2.5-3.8 5.2-3.8s4.7 1.3 5.2 3.8',
  clock: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5v3.2l2.2 1.3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  spark: 'M8 2.5v3M8 10.5v3M2.5 8h3M10.5 8h3M4.2 4.2l2 2M9.8 9.8l2 2M11.8 4.2l-2 2M6.2 9.8l-2 2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}

export const channelIcon = (kind: ChannelKind): IconName => kind;
