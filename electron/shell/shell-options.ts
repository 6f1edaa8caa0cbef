/** The options of the desktop shell, and the events between its parts. */
import type { EventEmitter } from 'node:events';
import type { Policy, PolicyFile } from '#agent/installation/policy-file.ts';

export interface DesktopShellOptions {
  readonly dataDirectory: string;
  readonly policy: Policy;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
  /** An update address for a copy that is not packaged; to try it out. */
  readonly triedFeed: string | undefined;
  /** Stops everything, then runs this as the last step, which exits or restarts the application. */
  readonly leave: (last: () => void) => void;
  /** Exits the stopped application and starts it again unchanged; hidden = without a window. */
  readonly comeBack: (hidden: boolean) => void;
  /** Started with the session: the tray is enough. */
  readonly hidden: boolean;
  /** The notification whose click has started the application, where the system reports it. */
  readonly startedBy: string | null;
}

/** Emitted by the parts that are opened first, handled by those that are opened later. */
export type ShellEvents = EventEmitter<{
  /** The main window has gained or lost the focus, or was shown or hidden. */
  front: [];
  /** The agent has accepted this work item. */
  accepted: [workItemId: string];
  /** The agent requests the new version now. */
  restart: [];
}>;
