/** Schedules the check that cancels a waiting chat when its customer has shown no sign of life for a while. */
import { customerGoneTimeoutMs } from '#core/conversations/customer-presence.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';

/**
 * Sets the deadline of the check unless one is set: repeated offers of a chat must not restart the time. Work of other
 * origins has no page that the customer could leave.
 */
export async function scheduleCustomerGoneCheck(unit: Unit, item: WorkItemRow): Promise<void> {
  if (item.source !== 'customer') return;
  const goneAfter = customerGoneTimeoutMs(unit.directory.channels.get(item.channel_id));
  await unit.firstDeadline('customer-gone', item.id, unit.now + goneAfter);
}
