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
  const said: string[] = [];
  let rebuilt: () => void = () => undefined;
  const power = new Power({
    monitor: machine as unknown as PowerMonitor,
    clock,
    idleAfterMinutes: () => idleAfterMinutes,
    report: ({ state }) => {
      reports.push(state);
      said.push(state);
    },
    hold: () => said.push('hold'),
    nudge: () => said.push('nudge'),
    rebuild: () => {
      said.push('rebuild');
      return new Promise((resolve) => (rebuilt = resolve));
    },
  });
  power.start();
  return { clock, machine, reports, said, power, rebuilt: () => rebuilt() };
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

test('the hub hears of the sleep, then is not reached until the machine can ring again', async () => {
  const { machine, said, rebuilt } = start();
  machine.emit('suspend');
  machine.emit('resume');
  rebuilt();
  await Promise.resolve();
  expect(said).toEqual(['suspended', 'hold', 'rebuild', 'active']);
});

test('asleep again before everything was there: the earlier waking says nothing', async () => {
  const { machine, reports, rebuilt } = start();
  machine.emit('suspend');
  machine.emit('resume');
  machine.emit('suspend');
  rebuilt();
  await Promise.resolve();
  expect(reports.at(-1)).toBe('suspended');
  machine.emit('resume');
  rebuilt();
  await Promise.resolve();
  expect(reports.at(-1)).toBe('active');
});

test('a system that forgets to say that it is awake is not believed for longer than a minute', async () => {
  const { clock, machine, reports, rebuilt } = start();
  machine.emit('suspend');
  await clock.advance(60_000);
  rebuilt();
  await Promise.resolve();
  expect(reports.at(-1)).toBe('active');
});

test('who unlocks the screen is linked now, but never before the sound is there', () => {
  const { machine, said } = start();
  machine.emit('lock-screen');
  machine.emit('unlock-screen');
  expect(said).toEqual(['locked', 'nudge', 'active']);
  machine.emit('suspend');
  machine.emit('unlock-screen');
  expect(said.filter((word) => word === 'nudge')).toHaveLength(1);
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
