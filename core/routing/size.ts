/** How much of a capacity pool a work item takes, and whether it fits. All amounts in thousandths of a unit. */
import type { WorkSize } from '../setup/channels-and-queues.ts';

/** 100 %, in thousandths of a percent. */
const WHOLE = 100_000;

/**
 * The size in a pool of this capacity. A percentage is rounded down, so that n items of (100/n) % always fit, but never
 * to zero: only a size of 0 takes nothing.
 */
export function sizeIn(size: WorkSize, poolCapacity: number): number {
  if ('units' in size) return size.units;
  if (size.percent === 0) return 0;
  return Math.max(1, Math.floor((size.percent * poolCapacity) / WHOLE));
}

/**
 * Whether a pool has room. Size 0 always fits; 100 % needs an otherwise empty pool; work that a supervisor assigned
 * over capacity counts.
 */
export function fits(size: WorkSize, capacity: number, used: number): boolean {
  if ('percent' in size && size.percent === WHOLE) return used === 0;
  const amount = sizeIn(size, capacity);
  return amount === 0 || used + amount <= capacity;
}
