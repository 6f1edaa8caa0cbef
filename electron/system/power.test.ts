import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import type { ActivityReport } from '#agent/activity.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { Power } from './power.ts';

function start(idleAfterMinutes: number | null = 10) {
  const clock = new VirtualClock();
  const machine = Object.assign(new EventEmitter(), { idle: 0, getSystemIdleTime: () => machine.idle });
  const reports: ActivityReport['state'][] = [];
  let rebuilt: () => void = () => undefined;
  const power = new Power({
    monitor: machine as unknown as PowerMonitor,
    clock,
    idleAfterMinutes: () => idleAfterMinutes,
    report: ({ state }) => reports.push(state),
    rebuild: () => new Promise((resolve) => (rebuilt = resolve)),
  });
  power.start();
  return { clock, machine, reports, power, rebuilt: () => rebuilt() };
}

test('after a sleep the person is back only when link and sound are', async () => {
  const { machine, reports, rebuilt } = start();
  machine.emit('suspend');
  machine.emit('resume');
  expect(reports).toEqual(['suspended']);
  rebuilt();
  await Promise.resolve();
  expect(reports).toEqual(['suspended', 'active']);
});

test('awake behind a locked screen is locked', async () => {
  const { machine, reports, rebuilt } = start();
  machine.emit('lock-screen');
  machine.emit('suspend');
  machine.emit('resume');
  rebuilt();
  await Promise.resolve();
  machine.emit('unlock-screen');
  expect(reports).toEqual(['locked', 'suspended', 'locked', 'active']);
});

test('idle is what the rule says, and nothing without a rule', async () => {
  const { clock, machine, reports } = start(10);
  machine.idle = 599;
  await clock.advance(15_000);
  expect(reports).toEqual([]);
  machine.idle = 600;
  await clock.advance(15_000);
  machine.idle = 0;
  await clock.advance(15_000);
  expect(reports).toEqual(['idle', 'active']);
  const without = start(null);
  without.machine.idle = 9_999;
  await without.clock.advance(60_000);
  expect(without.reports).toEqual([]);
});
