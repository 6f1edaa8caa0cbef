/** The parts of a running hub that the endpoints use. */
import type { AttemptLog } from '../auth/attempt-log.ts';
import type { SignInAudit } from '../auth/audit-sign-in.ts';
import type { Limits } from '../auth/limits.ts';
import type { HubContext } from '../unit/context.ts';
import type { SnapshotWatchers } from '../presence/watchers.ts';
import type { Router } from '../router/router.ts';
import type { ImportService } from '../exchange/import/import-service.ts';
import type { Uploads } from '../setup/uploads.ts';
import type { DailySums } from '../upkeep/daily-sums.ts';
import type { Floor } from '../supervision/floor.ts';
import type { RetentionJob } from '../upkeep/retention-job.ts';
import type { Timekeeper } from '../unit/timekeeper.ts';
import type { DestinationRules } from '../webhooks/destinations.ts';
import type { WebhookSender } from '../webhooks/sender.ts';

export interface HubServices {
  readonly uploads: Uploads;
  readonly imports: ImportService;
  readonly webhooks: WebhookSender;
  /** Allowed webhook destinations. */
  readonly destinations: DestinationRules;
  readonly context: HubContext;
  /** Failed attempts, for the audit log. */
  readonly attempts: AttemptLog;
  readonly signIns: SignInAudit;
  readonly router: Router;
  readonly timekeeper: Timekeeper;
  readonly watchers: SnapshotWatchers;
  readonly floor: Floor;
  readonly dailySums: DailySums;
  readonly tidier: RetentionJob;
  readonly limits: Limits;
}
