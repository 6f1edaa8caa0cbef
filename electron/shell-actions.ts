/** Runs actions that were chosen without a window: in the tray, on a notification, by a global shortcut. */
import type { AgentRuntime } from '#agent/runtime.ts';
import { toAppError } from '#agent/errors.ts';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';
import { showsReasons } from '#core/setup/decline-rules.ts';
import type { Offer } from '#core/snapshot.ts';
import { openWork } from '#core/work/workspace-tabs.ts';
import type { Dialogs } from './dialogs.ts';
import type { ShellAction } from './tray/tray-view.ts';
import type { MainWindow } from './windows/main-window.ts';
import type { OfferWindow } from './windows/offer-window.ts';

/** A shift. OQ. */
const MUTE_DURATION_MS = 8 * 3_600_000;

export interface ShellActionsOptions {
  readonly runtime: AgentRuntime;
  readonly dialogs: Dialogs;
  readonly now: () => number;
  readonly main: Pick<MainWindow, 'open' | 'focused'>;
  readonly offers: Pick<OfferWindow, 'focus'>;
  readonly quit: () => void;
}

export class ShellActions {
  readonly #o: ShellActionsOptions;

  constructor(options: ShellActionsOptions) {
    this.#o = options;
  }

  /** Runs the action; shows a dialog if the hub rejects it. */
  readonly act = (action: ShellAction): void => {
    void this.#do(action).catch((error: unknown) => this.#o.dialogs.refused(toAppError(error)));
  };

  /** Brings this work to the front. */
  openItem(workItemId: string): void {
    const { runtime, main } = this.#o;
    const { tabs, active } = openWork(runtime.state(null).settings.workspace, workItemId, 'accepted');
    runtime.updateSettings({ workspace: { tabs: [...tabs], active } });
    main.open('work');
  }

  /** An offer is answered where it rings; work opens in the workspace. */
  openItemOrOffer(workItemId: string): void {
    if (this.offerOf(workItemId)) this.#o.main.open('work');
    else this.openItem(workItemId);
  }

  /** The offer of this work item, while there is one. */
  offerOf(workItemId: string | null): Offer | undefined {
    return this.#o.runtime.state(null).snapshot?.offers.find((offer) => offer.workItemId === workItemId);
  }

  /** Accepts or declines the offer; no effect once it has ended. */
  answer(offer: Offer | undefined, answer: 'accept' | 'decline'): void {
    if (!offer) return;
    if (answer === 'accept') this.act({ do: 'accept', agentWorkId: offer.agentWorkId });
    else this.#decline(offer);
  }

  /** Declines at once, or asks for the reason where one is required. No effect where declining is not allowed. */
  #decline({ agentWorkId, canDecline }: Offer): void {
    const settings = this.#o.runtime.state(null).snapshot?.settings;
    if (!canDecline || !settings) return;
    if (showsReasons(settings)) this.#askWhyDeclined(agentWorkId);
    else this.act({ do: 'decline', agentWorkId, reasonId: null });
  }

  /** In the main window while it has the focus; else in the window that rings, which gets the keyboard for it. */
  #askWhyDeclined(agentWorkId: string): void {
    const { runtime, main, offers } = this.#o;
    const window: DesktopWindow = main.focused ? 'main' : 'offers';
    runtime.askWhyDeclined(agentWorkId, window);
    if (window === 'offers') offers.focus();
  }

  async #do(action: ShellAction): Promise<void> {
    const { runtime, main, quit, now } = this.#o;
    const { calls } = runtime.hub;
    switch (action.do) {
      case 'accept':
        await runtime.accept(action.agentWorkId);
        return;
      case 'decline': {
        const { agentWorkId, reasonId } = action;
        const terms = { agentWorkId, reasonId, note: '' };
        await calls.command((hub, commandId) => hub.work.decline({ ...terms, commandId }));
        return;
      }
      case 'set-status':
        return this.#setStatus(action.statusId);
      case 'queue-status': {
        const { statusId } = action;
        await calls.command((hub, commandId) => hub.presence.queueStatus({ commandId, statusId }));
        return;
      }
      case 'clear-queued-status':
        await calls.command((hub, commandId) => hub.presence.clearQueuedStatus({ commandId }));
        return;
      case 'open':
        return main.open(action.page);
      case 'mute':
        return runtime.updateSettings({ muteUntil: action.muted ? now() + MUTE_DURATION_MS : null });
      case 'restart-to-update':
        return runtime.restartToUpdate();
      case 'quit':
        return quit();
    }
  }

  async #setStatus(statusId: string): Promise<void> {
    const set = (handOverOpenWork: boolean) => {
      const terms = { statusId, source: 'tray', until: null, handOverOpenWork } as const;
      return this.#o.runtime.hub.calls.command((hub, commandId) =>
        hub.presence.setStatus({ ...terms, commandId }),
      );
    };
    try {
      await set(false);
    } catch (error) {
      const refusal = toAppError(error);
      if (refusal.code !== 'OPEN_WORK') throw error;
      if (await this.#o.dialogs.mayHandOver(refusal)) await set(true);
    }
  }
}
