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

test('marks the user as back after sleep only once link and sound are ready', async () => {
  const { machine, reports, rebuilt } = start();
  machine.emit('suspend');
  machine.emit('resume');
  expect(reports).toEqual(['suspended']);
  rebuilt();
  await Promise.resolve();
  expect(reports).toEqual(['suspended', 'active']);
});

test('reports sleep to the hub and stays disconnected until the machine can ring again', async () => {
  const { machine, said, rebuilt } = start();
  machine.emit('suspend');
  machine.emit('resume');
  rebuilt();
  await Promise.resolve();
  expect(said).toEqual(['suspended', 'hold', 'rebuild', 'active']);
});

test('ignores the earlier wake-up when the machine sleeps again before it was ready', async () => {
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

test('assumes that the machine is awake a minute after sleep when the system does not report it', async () => {
  const { clock, machine, reports, rebuilt } = start();
  machine.emit('suspend');
  await clock.advance(60_000);
  rebuilt();
  await Promise.resolve();
  expect(reports.at(-1)).toBe('active');
});

test('reconnects on unlock, but never before the sound is ready', () => {
  const { machine, said } = start();
  machine.emit('lock-screen');
  machine.emit('unlock-screen');
  expect(said).toEqual(['locked', 'nudge', 'active']);
  machine.emit('suspend');
  machine.emit('unlock-screen');
  expect(said.filter((word) => word === 'nudge')).toHaveLength(1);
});

test('reports a machine that is awake behind a locked screen as locked', async () => {
  const { machine, reports, rebuilt } = start();
  machine.emit('lock-screen');
  machine.emit('suspend');
  machine.emit('resume');
  rebuilt();
  await Promise.resolve();
  machine.emit('unlock-screen');
  expect(reports).toEqual(['locked', 'suspended', 'locked', 'active']);
});

test('applies the rule to idleness, and reports none without a rule', async () => {
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
