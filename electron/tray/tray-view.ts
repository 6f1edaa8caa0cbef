/** What the tray shows, as a pure function of the agent's state. The adapter draws it and runs the chosen actions. */
import type { Mirror } from '#core/contract/bridge.ts';
import { formatText } from '#core/i18n/texts.ts';
import { showsReasons } from '#core/setup/decline-rules.ts';
import type { AgentSnapshot, Offer, StatusView } from '#core/snapshot.ts';
import { placeOf } from '#core/supervision/alerts.ts';
import type { Alert } from '#core/supervision/floor.ts';
import { type BaseStatus, baseStatuses, type Language } from '#core/vocabulary.ts';
import { baseName, shellTexts } from '../shell-texts.ts';

/** The shell actions that are available without a window. */
export type ShellAction =
  | { readonly do: 'accept'; readonly agentWorkId: string }
  | { readonly do: 'decline'; readonly agentWorkId: string; readonly reasonId: string | null }
  | { readonly do: 'set-status' | 'queue-status'; readonly statusId: string }
  | { readonly do: 'clear-queued-status' }
  | { readonly do: 'open'; readonly page: string }
  | { readonly do: 'mute'; readonly muted: boolean }
  | { readonly do: 'restart-to-update' }
  | { readonly do: 'quit' };

export type TrayItem =
  | { readonly kind: 'line' | 'heading'; readonly label: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'action'; readonly label: string; readonly action: ShellAction }
  | {
      readonly kind: 'radio' | 'check';
      readonly label: string;
      readonly checked: boolean;
      /** `null` = informational; cannot be chosen. */
      readonly action: ShellAction | null;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayIconState {
  readonly base: BaseStatus | 'none';
  /** Something waits for this user: an offer, or an alert for the supervisor. */
  readonly offers: boolean;
  readonly lost: boolean;
}

export interface TrayView {
  readonly icon: TrayIconState;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

export interface TrayFacts {
  readonly mirror: Mirror;
  readonly language: Language;
  /** By the shell's clock. */
  readonly now: number;
  /** Beside it: the application can be hidden, so there must be a way to open it. */
  readonly timeZone?: string;
}

const separator: TrayItem = { kind: 'separator' };

/** The tray for this state. The same facts give the same view, so that it is repainted only when something changed. */
export function trayView(facts: TrayFacts): TrayView {
  const { mirror } = facts;
  const snapshot = mirror.snapshot?.presence.signedIn ? mirror.snapshot : null;
  const menu: TrayItem[] = [{ kind: 'line', label: statusLine(facts, snapshot) }];
  const trouble = linkTrouble(facts);
  if (trouble !== null) menu.push({ kind: 'line', label: trouble });
  for (const alert of mirror.alerts)
    menu.push({
      kind: 'action',
      label: callOf(alert, facts),
      action: { do: 'open', page: placeOf(alert) },
    });
  if (snapshot) {
    for (const offer of snapshot.offers) menu.push(offerItem(offer, snapshot, facts.language));
    menu.push(separator, ...statusItems(snapshot, facts.language));
    if (snapshot.work.length + snapshot.wrapUps.length > 0)
      menu.push(separator, afterThisWork(snapshot, facts.language));
  }
  menu.push(separator, ...updateItems(facts), ...applicationItems(facts));
  return { icon: iconOf(mirror, snapshot), tooltip: tooltip(facts, snapshot), menu };
}

/** The alerts for the supervisor, as text. */
const callOf = ({ kind, params }: Alert, { language }: TrayFacts): string =>
  formatText(language, `alerts.${kind}`, params);

const iconOf = ({ link, alerts }: Mirror, snapshot: AgentSnapshot | null): TrayIconState => ({
  base: snapshot?.presence.effectiveBase ?? 'none',
  offers: (snapshot?.offers.length ?? 0) + alerts.length > 0,
  lost: link.state === 'lost' || link.state === 'reconnecting',
});

function statusLine({ language, mirror }: TrayFacts, snapshot: AgentSnapshot | null): string {
  const words = shellTexts(language);
  if (!snapshot) return mirror.link.state === 'connecting' ? words.connecting : words.signedOut;
  const { status, effectiveBase, next } = snapshot.presence;
  const shown =
    effectiveBase === status.base ? status.text : `${status.text} (${baseName(language, effectiveBase)})`;
  return next ? `${shown}, ${words.next(next.text)}` : shown;
}

function linkTrouble({ mirror, language }: TrayFacts): string | null {
  const { state } = mirror.link;
  return state === 'lost' || state === 'reconnecting' ? shellTexts(language).connectionLost : null;
}

/** A time of day, not a duration: it stays correct without repainting. */
function tooltip(facts: TrayFacts, snapshot: AgentSnapshot | null): string {
  const { language, mirror, timeZone } = facts;
  const words = shellTexts(language);
  const parts = [statusLine(facts, snapshot)];
  const trouble = linkTrouble(facts);
  if (trouble !== null) parts.push(trouble);
  parts.push(...mirror.alerts.map((alert) => callOf(alert, facts)));
  if (snapshot) {
    const { since } = snapshot.presence;
    const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone });
    parts.push(words.since(time.format(since - mirror.skew)));
    const { used, max } = snapshot.capacity.primary;
    parts.push(words.load(units(used), units(max)));
    if (snapshot.offers.length > 0) parts.push(words.offersWaiting(snapshot.offers.length));
  }
  return parts.join(' · ');
}

const units = (thousandths: number): string => String(thousandths / 1_000);

function offerItem(offer: Offer, { settings }: AgentSnapshot, language: Language): TrayItem {
  const words = shellTexts(language);
  const { agentWorkId } = offer;
  const decline = (reasonId: string | null): ShellAction => ({ do: 'decline', agentWorkId, reasonId });
  const items: TrayItem[] = [{ kind: 'action', label: words.accept, action: { do: 'accept', agentWorkId } }];
  if (offer.canDecline)
    items.push(
      showsReasons(settings)
        ? {
            kind: 'menu',
            label: words.decline,
            items: settings.declineReasons.map(({ id, label }) => ({
              kind: 'action',
              label,
              action: decline(id),
            })),
          }
        : { kind: 'action', label: words.decline, action: decline(null) },
    );
  return { kind: 'menu', label: words.offer(offer.channel.name, offer.customer), items };
}

/** Grouped by base in the order of every menu; the mark is on the chosen status, not on the effective base. */
function statusItems({ statuses, presence }: AgentSnapshot, language: Language): TrayItem[] {
  const shown = withCurrent(statuses, presence.status);
  return baseStatuses.flatMap((base) => {
    const group = shown.filter((status) => status.base === base);
    if (group.length === 0) return [];
    const heading: TrayItem = { kind: 'heading', label: baseName(language, base) };
    const items = group.map(({ id, text, choosable }): TrayItem => ({
      kind: 'radio',
      label: text,
      checked: id === presence.status.id,
      action: choosable ? { do: 'set-status', statusId: id } : null,
    }));
    // A heading over a single status of the same name would only repeat it.
    const plain = group.length === 1 && group[0]?.text === heading.label;
    return plain ? items : [heading, ...items];
  });
}

/**
 * The statuses that can be chosen, and the current one even when it cannot: Missed, a retired status, one set by a
 * supervisor. A group without a mark would be shown with the mark on its first entry.
 */
function withCurrent(
  statuses: readonly StatusView[],
  current: StatusView | null,
): (StatusView & { readonly choosable: boolean })[] {
  const choices = statuses
    .filter(({ retired }) => !retired)
    .map((status) => ({ ...status, choosable: true }));
  const missing = current !== null && !choices.some(({ id }) => id === current.id);
  return missing ? [...choices, { ...current, choosable: false }] : choices;
}

function afterThisWork({ statuses, presence }: AgentSnapshot, language: Language): TrayItem {
  const words = shellTexts(language);
  const items = withCurrent(statuses, presence.next).map(({ id, text, choosable }): TrayItem => ({
    kind: 'radio',
    label: text,
    checked: presence.next?.id === id,
    action: choosable ? { do: 'queue-status', statusId: id } : null,
  }));
  const none: TrayItem = {
    kind: 'radio',
    label: words.noNextStatus,
    checked: presence.next === null,
    action: { do: 'clear-queued-status' },
  };
  return { kind: 'menu', label: words.afterThisWork, items: [none, ...items] };
}

/** A new version is offered at any time, unless the restart would interrupt work. */
function updateItems({ language, mirror: { update } }: TrayFacts): TrayItem[] {
  if (!update) return [];
  const words = shellTexts(language);
  if (update.waitsFor !== null) return [{ kind: 'line', label: words.updateWaits(update.version) }];
  return [
    { kind: 'action', label: words.restartToUpdate(update.version), action: { do: 'restart-to-update' } },
  ];
}

function applicationItems({ language, mirror, now }: TrayFacts): TrayItem[] {
  const words = shellTexts(language);
  const { muteUntil } = mirror.settings;
  const muted = muteUntil !== null && muteUntil > now;
  return [
    { kind: 'action', label: words.open, action: { do: 'open', page: 'work' } },
    { kind: 'check', label: words.mute, checked: muted, action: { do: 'mute', muted: !muted } },
    { kind: 'action', label: words.preferences, action: { do: 'open', page: 'preferences' } },
    separator,
    { kind: 'action', label: words.quit, action: { do: 'quit' } },
  ];
}
