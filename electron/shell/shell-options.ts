/** What the desktop shell is started with, and what its parts tell each other. */
import type { EventEmitter } from 'node:events';
import type { Policy, PolicyFile } from '#agent/installation/policy-file.ts';

export interface DesktopShellOptions {
  readonly dataDirectory: string;
  readonly policy: Policy;
  readonly policyFile: PolicyFile;
  readonly platform: NodeJS.Platform;
  /** An address of new versions for a copy that is not packaged; to try it out. */
  readonly triedFeed: string | undefined;
  /** Stops everything, then does this as the last thing, which ends the application or lets it come back. */
  readonly leave: (last: () => void) => void;
  /** Ends the application, which has been stopped, and starts it again as it is; hidden = with no window. */
  readonly comeBack: (hidden: boolean) => void;
  /** Started with the session: the tray is enough. */
  readonly hidden: boolean;
  /** The notification whose click has started the application, where the system says so. */
  readonly startedBy: string | null;
}

/** Told by the parts that are opened first, heard by those that are opened later. */
export type ShellEvents = EventEmitter<{
  /** The main window has come to the front or left it, appeared or vanished. */
  front: [];
  /** The agent has accepted this work item. */
  accepted: [workItemId: string];
  /** The agent wants the new version now. */
  restart: [];
}>;
