/** State of this window only: what is open, typed, shown as a message. Nothing that the hub owns. */
import { create } from 'zustand';
import type { Cue } from '#core/contract/bridge.ts';
import type { LocalSettings } from '#core/settings/local-settings.ts';

/** State of the page's connection to its shell. */
export type BridgeStatus = 'connecting' | 'connected' | 'away' | 'refused';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'problem';
}

/** A pending message: shown at once, replaced by the hub's version once it is there. */
export interface OutgoingMessage {
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
  readonly state: 'sending' | 'failed';
}

type OpenDialog =
  | { readonly kind: 'open-work'; readonly statusId: string; readonly signOut: boolean }
  | { readonly kind: 'until'; readonly statusId: string }
  | { readonly kind: 'transfer'; readonly workItemId: string }
  | { readonly kind: 'back-to-queue'; readonly workItemId: string }
  | { readonly kind: 'close-tab'; readonly workItemId: string };

type SoundOutcome = 'waiting' | 'silent' | 'playing' | 'failed' | 'fell-back' | 'ended' | 'blocked';

interface UiState {
  readonly bridge: BridgeStatus;
  readonly route: string;
  /** The part after the page in the address, e.g. the noun and the record of Setup. */
  readonly place: readonly string[];
  readonly audio: 'running' | 'blocked';
  /** A workspace change that is being stored in the settings. */
  readonly workspace: LocalSettings['workspace'] | null;
  /** Narrow windows: the workspace covers the list. */
  readonly workspaceInFront: boolean;
  readonly statusMenuOpen: boolean;
  /** The offer whose decline reasons are open. */
  readonly declining: string | null;
  readonly dialog: OpenDialog | null;
  readonly panelOpen: boolean;
  readonly toasts: readonly Toast[];
  /** Announced once by the live region. */
  readonly announcement: string;
  /** The presence period whose explanation was dismissed. */
  readonly explainedSince: number | null;
  /** Set by an accept in this window: that composer takes the focus when it appears. */
  readonly focusComposerOf: string | null;
  /** Alerts for the supervisor that were dismissed in this window. */
  readonly alertsPutAway: readonly string[];
  readonly drafts: Readonly<Record<string, string>>;
  readonly outbox: Readonly<Record<string, readonly OutgoingMessage[]>>;
  /** Notes that the hub has not confirmed yet, by agent work. */
  readonly notes: Readonly<Record<string, string>>;
  readonly soundTest: { readonly cue: Cue['what']; readonly outcome: SoundOutcome } | null;
}

export const useUi = create<UiState>(() => ({
  bridge: 'connecting',
  route: 'work',
  place: [],
  audio: 'blocked',
  workspace: null,
  workspaceInFront: false,
  statusMenuOpen: false,
  declining: null,
  dialog: null,
  panelOpen: false,
  toasts: [],
  announcement: '',
  explainedSince: null,
  focusComposerOf: null,
  alertsPutAway: [],
  drafts: {},
  outbox: {},
  notes: {},
  soundTest: null,
}));

/** The desktop shell names its windows; in a browser it is random per page load: two tabs are two windows. */
export const windowId = globalThis.window?.onqueue?.windowId ?? crypto.randomUUID();

const TOAST_DURATION_MS = 7_000;
let toasts = 0;

/** Shows a message for a few seconds, without taking the focus. */
export function say(text: string, tone: Toast['tone'] = 'plain'): void {
  const id = ++toasts;
  useUi.setState((ui) => ({ toasts: [...ui.toasts.slice(-2), { id, text, tone }] }));
  setTimeout(() => dismissToast(id), TOAST_DURATION_MS);
}

export const dismissToast = (id: number) =>
  useUi.setState((ui) => ({ toasts: ui.toasts.filter((toast) => toast.id !== id) }));

export const closeDialog = () => useUi.setState({ dialog: null });

/** A copy of `record` without `key`. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}
