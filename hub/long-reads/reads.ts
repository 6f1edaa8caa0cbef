/** The reads that run beside the hub, by name. Each takes the database and plain data, and returns plain data. */
import { countConversations } from './count-conversations.ts';
import { readAudit } from './read-audit.ts';
import type { Db } from '../store/store.ts';
import { readDayAdds } from './add-up-days.ts';
import { readFloorDay, readLastHour } from './read-day.ts';
import { readReportSums } from './read-report.ts';
import { readTimeline } from './read-timeline.ts';

export const longReads = {
  report: readReportSums,
  timeline: readTimeline,
  lastHour: readLastHour,
  floorDay: readFloorDay,
  dayAdds: readDayAdds,
  audit: readAudit,
  conversations: (db: Db, _: null) => countConversations(db),
} as const;
export type LongReads = typeof longReads;
