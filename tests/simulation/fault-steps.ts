/** Faults: hubs that die, clocks that are set, many things at the same moment. */
import { randomUUID } from 'node:crypto';
import type { Stage } from './stage.ts';
import { type Step, step } from './step.ts';

/** The devices of an ended hub reconnect to another one, or stay away: their links are open nowhere. */
async function comeBack(stage: Stage, from: number): Promise<void> {
  for (const name of stage.linked()) {
    const link = stage.world.linkOf(name)!;
    if (link.at !== from) continue;
    stage.world.fallSilent(name);
    if (!stage.random.chance(0.7)) continue;
    stage.world.use(stage.random.pick(stage.world.alive)!);
    await stage.world.link(name, link.deviceId, link.runId);
  }
}

/** A hub that is not the only one. */
const spare = (stage: Stage) => (stage.world.alive.length > 1 ? stage.random.pick(stage.world.alive)! : null);

export const trouble: Step[] = [
  step('replay a command', 4, (stage) => stage.replay()),
  step('kill a hub', 2, async (stage) => {
    const index = stage.random.pick(stage.world.alive)!;
    await stage.killAndBoot(index);
    await comeBack(stage, index);
    return `hub ${index} killed and started`;
  }),
  step('kill all hubs and stay away', 0.5, async (stage) => {
    const seconds = stage.random.between(1, 300);
    const { world } = stage;
    const before = [...world.alive];
    for (const index of before) await world.kill(index);
    world.sleep(seconds * 1_000);
    for (const index of before) await stage.reboot(index);
    world.use(before[0]!);
    for (const index of before) await comeBack(stage, index);
    await world.advance(0);
    return `no hub for ${seconds} s`;
  }),
  step('a hub stops in order and starts', 0.5, async (stage) => {
    const index = stage.random.pick(stage.world.alive)!;
    await stage.world.stop(index);
    await stage.reboot(index);
    await comeBack(stage, index);
    return `hub ${index} stopped and started`;
  }),
  step('a hub of several goes', 1, async (stage) => {
    const index = spare(stage);
    if (index === null) return null;
    const inOrder = stage.random.chance(0.5);
    await (inOrder ? stage.world.stop(index) : stage.world.kill(index));
    await comeBack(stage, index);
    return `hub ${index} ${inOrder ? 'stops' : 'is killed'}`;
  }),
  step('a hub comes back', 3, async (stage) => {
    const index = [...Array(stage.hubs).keys()].find((one) => !stage.world.alive.includes(one));
    if (index === undefined) return null;
    await stage.reboot(index);
    return `hub ${index} is back`;
  }),
  step('the machines sleep', 1, async (stage) => {
    const seconds = stage.random.between(1, 120);
    stage.world.sleep(seconds * 1_000);
    await stage.world.advance(0);
    return `nothing runs for ${seconds} s`;
  }),
  step('the clock is corrected', 1, async (stage) => {
    const milliseconds = stage.random.between(-1_900, 1_900);
    stage.world.clock.step(milliseconds);
    return `the clock is corrected by ${milliseconds} ms`;
  }),
  step('the clock is set', 0.7, async (stage) => {
    const seconds = stage.random.between(3, 7_200) * (stage.random.chance(0.5) ? 1 : -1);
    stage.world.clock.step(seconds * 1_000);
    return `the clock is set by ${seconds} s`;
  }),
  step('many at once', 3, async (stage) => {
    const { world, random } = stage;
    const calls: (() => Promise<unknown>)[] = [];
    for (const { name, agentWorkId, workItemId } of stage.pieces('offered')) {
      const input = { commandId: randomUUID(), agentWorkId };
      calls.push(() => stage.as(name).work.accept(input));
      if (random.chance(0.5)) calls.push(() => stage.as(name).work.accept(input));
      if (random.chance(0.3)) calls.push(() => world.customer(workItemId).end({}));
      if (random.chance(0.3))
        calls.push(() =>
          stage.as(name).work.decline({ ...input, commandId: randomUUID(), reasonId: 'r1', note: '' }),
        );
    }
    for (const { name, agentWorkId, workItemId } of stage.pieces('opened')) {
      const input = () => ({ commandId: randomUUID(), agentWorkId });
      if (random.chance(0.2)) calls.push(() => stage.as(name).work.end(input()));
      if (random.chance(0.2)) calls.push(() => world.customer(workItemId).end({}));
      if (random.chance(0.2)) calls.push(() => stage.as(name).work.backToQueue(input()));
      if (random.chance(0.2)) calls.push(() => stage.as(name).work.cancelTransfer(input()));
    }
    await Promise.all(calls.map((call) => stage.attempt(call)));
    await world.settle();
    return `${calls.length} commands at once`;
  }),
];
