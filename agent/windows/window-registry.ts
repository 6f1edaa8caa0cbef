/** The windows of this device: which are open, what they show, and which one rings. */
import type { BridgeContract } from '#core/contract/bridge.ts';
import type { ContractRouterClient } from '@orpc/contract';

type Report = Parameters<ContractRouterClient<BridgeContract>['window']['report']>[0];

export type WindowView = Readonly<Report>;

interface Entry {
  view: WindowView;
  /** Streams held by the same window; a reload opens the new one before the old one has ended. */
  streams: number;
}

export class WindowRegistry {
  /** In the order of connecting. */
  readonly #windows = new Map<string, Entry>();
  #claimed: string | null = null;
  readonly #ringer: string | null;

  /** `ringer`: the window that exists only to play sound, where the shell has one; it rings while it can. */
  constructor(ringer: string | null = null) {
    this.#ringer = ringer;
  }

  connect(windowId: string): void {
    const entry = this.#windows.get(windowId);
    if (entry) entry.streams += 1;
    else this.#windows.set(windowId, { view: unreported(windowId), streams: 1 });
  }

  disconnect(windowId: string): void {
    const entry = this.#windows.get(windowId);
    if (!entry) return;
    entry.streams -= 1;
    if (entry.streams > 0) return;
    this.#windows.delete(windowId);
    if (this.#claimed === windowId) this.#claimed = null;
  }

  /** Drops a report of a window that is no longer connected. */
  report(view: WindowView): void {
    const entry = this.#windows.get(view.windowId);
    if (entry) entry.view = view;
  }

  /** Resets what this window has reported about its sound; it must report again. */
  doubtSound(windowId: string): void {
    const entry = this.#windows.get(windowId);
    if (entry) entry.view = { ...entry.view, audio: 'blocked' };
  }

  claim(windowId: string): void {
    if (this.#windows.has(windowId)) this.#claimed = windowId;
  }

  all(): readonly WindowView[] {
    return [...this.#windows.values()].map((entry) => entry.view);
  }

  /**
   * The one window that rings: the ringer, else the last that claimed it, else the first that connected. A window whose
   * browser blocks sound is skipped while another one can play.
   */
  ringing(): string | null {
    const ringer = this.#ringer === null ? undefined : this.#windows.get(this.#ringer)?.view;
    if (ringer?.audio === 'running') return ringer.windowId;
    const claimed = this.#claimed === null ? undefined : this.#windows.get(this.#claimed)?.view;
    if (claimed?.audio === 'running') return claimed.windowId;
    const windows = this.all();
    const heard = windows.find((window) => window.audio === 'running');
    return (heard ?? claimed ?? windows[0])?.windowId ?? null;
  }
}

const unreported = (windowId: string): WindowView => ({
  windowId,
  visible: true,
  focused: false,
  audio: 'blocked',
  activeWorkItemId: null,
});
