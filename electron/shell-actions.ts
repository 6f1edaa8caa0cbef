/** Carries out what was chosen without a window: in the tray, on a notification, by a global key. */
import type { AgentRuntime } from '#agent/runtime.ts';
import { toAppError } from '#agent/errors.ts';
import type { Offer } from '#core/snapshot.ts';
import { openWork } from '#core/work/workspace-tabs.ts';
import type { Dialogs } from './dialogs.ts';
import type { ShellAction } from './tray/tray-view.ts';

/** A shift. OQ. */
const MUTE_DURATION_MS = 8 * 3_600_000;

export interface ShellActionsOptions {
  readonly runtime: AgentRuntime;
  readonly dialogs: Dialogs;
  readonly now: () => number;
  readonly openMain: (page: string) => void;
  /** Opens the reasons of this offer for somebody to choose from. */
  readonly askWhyDeclined: (agentWorkId: string) => void;
  readonly quit: () => void;
}

export class ShellActions {
  readonly #o: ShellActionsOptions;

  constructor(options: ShellActionsOptions) {
    this.#o = options;
  }

  /** Does it; a refusal is said in words. */
  readonly act = (action: ShellAction): void => {
    void this.#do(action).catch((error: unknown) => this.#o.dialogs.refused(toAppError(error)));
  };

  /** Brings this work to the front. */
  openItem(workItemId: string): void {
    const { runtime, openMain } = this.#o;
    const { tabs, active } = openWork(runtime.state(null).settings.workspace, workItemId, 'accepted');
    runtime.updateSettings({ workspace: { tabs: [...tabs], active } });
    openMain('work');
  }

  /** Declines at once, or asks for the reason where one is to be chosen. Nothing where it may not be declined. */
  decline({ agentWorkId, canDecline }: Offer): void {
    const settings = this.#o.runtime.state(null).snapshot?.settings;
    if (!canDecline || !settings) return;
    if (settings.chooseDeclineReason && settings.declineReasons.length > 0)
      this.#o.askWhyDeclined(agentWorkId);
    else this.act({ do: 'decline', agentWorkId, reasonId: null });
  }

  async #do(action: ShellAction): Promise<void> {
    const { runtime, openMain, quit, now } = this.#o;
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
        return openMain(action.page);
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
