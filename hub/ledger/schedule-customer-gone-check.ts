/** A waiting chat is looked after: when its customer has shown no sign of life for a while, it is given up. */
import { customerGoneTimeoutMs } from '#core/conversations/customer-presence.ts';
import type { Unit, WorkItemRow } from '../unit/unit.ts';

/**
 * Sets the deadline at which a waiting chat's customer is looked for, unless one runs: a chat that is offered again and
 * again must not start its time over. Work of other origins has no page to leave.
 */
export async function scheduleCustomerGoneCheck(unit: Unit, item: WorkItemRow): Promise<void> {
  if (item.source !== 'customer') return;
  const goneAfter = customerGoneTimeoutMs(unit.directory.channels.get(item.channel_id));
  await unit.firstDeadline('customer-gone', item.id, unit.now + goneAfter);
}
