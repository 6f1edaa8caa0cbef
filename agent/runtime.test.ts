import { afterEach, expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { HEARTBEAT_INTERVAL_MS, GRACE_PERIOD_MS, LINK_LOST_AFTER_MS } from '#core/defaults.ts';
import {
  type AgentUnderTest,
  type AgentUnderTestOptions,
  startAgent,
} from '#tests/support/agent-under-test.ts';
import { desktopCapabilities } from '#tests/support/capabilities.ts';
import { aNotice, anOffer, openWork } from '#tests/support/snapshots.ts';
import { settle } from '#tests/support/virtual-clock.ts';
import { UNHEARD_AFTER_MS } from './cues/cue-playback.ts';

const running: AgentUnderTest[] = [];
async function agent(options?: AgentUnderTestOptions): Promise<AgentUnderTest> {
  const started = await startAgent(options);
  running.push(started);
  return started;
}
afterEach(async () => {
  for (const started of running.splice(0).reverse()) await started.end();
});

const audible = { visible: true, focused: false, audio: 'running', activeWorkItemId: null } as const;

test('signs in with the embedded secret, connects once, shows the snapshot', async () => {
  const { hub, runtime } = await agent();
  expect(runtime.state(null).link.state).toBe('connected');
  expect(runtime.state(null).snapshot?.agent.username).toBe('mina');
  expect(runtime.state(null).account).toMatchObject({ embedded: true, username: 'mina' });
  expect(hub.connections).toBe(1);
});

test('case 1: sends every heartbeat while all windows are hidden for ten minutes', async () => {
  const { hub, clock, runtime, openWindow } = await agent();
  await openWindow('window-1');
  runtime.reportWindow({ ...audible, windowId: 'window-1', visible: false });
  await clock.advance(10 * 60_000);
  expect(hub.named('link.beat')).toHaveLength((10 * 60_000) / HEARTBEAT_INTERVAL_MS);
  expect(runtime.state(null).link.state).toBe('connected');
  expect(hub.connections).toBe(1);
});

test('reports each time why the link has ended', async () => {
  const failures: string[] = [];
  const { hub, clock } = await agent({ runtime: { onLinkFailure: (reason) => failures.push(reason) } });
  hub.refuse(true);
  hub.cut();
  await clock.advance(20_000);
  expect(failures.length).toBeGreaterThan(2);
  expect(new Set(failures)).toEqual(new Set(['the connection was cut', 'ECONNRESET: socket hang up']));
  hub.refuse(false);
  await clock.advance(60_000);
  const heard = failures.length;
  await clock.advance(60_000);
  expect(failures).toHaveLength(heard);
});

test('C3: drops unknown parts of a newer hub’s snapshot, still rings, and raises one alarm', async () => {
  const failures: string[] = [];
  const { hub, clock, openWindow } = await agent({
    runtime: { onLinkFailure: (reason) => failures.push(reason) },
  });
  const window = await openWindow('window-1');
  const sockets = hub.connections;
  const now = clock.now();
  const strange = { ...anOffer(2, now), subject: null };
  const unknown = { id: 'n', kind: 'brand-new', params: {}, at: now };
  hub.push(() => ({ offers: [anOffer(1, now), strange], notices: [unknown] }) as never);
  await settle(200);
  expect(window.last.snapshot?.offers).toHaveLength(2);
  expect(window.last.snapshot?.notices).toEqual([]);
  expect(window.last.cues.map(({ what }) => what)).toContain('work-request');
  expect(window.last.alarms.map(({ kind }) => kind)).toEqual(['hub-unreadable']);
  await clock.advance(60_000);
  expect(hub.connections).toBe(sockets);
  expect(window.last.link.state).toBe('connected');
  expect(failures).toEqual(['cannot read from the hub: offers[].subject, notices[].kind']);
  hub.push(() => ({ offers: [], notices: [] }));
  await settle(200);
  expect(window.last.alarms).toEqual([]);
});

test('case 5: stops the ring when a supervisor assigns the offer to another agent', async () => {
  const { hub, clock, openWindow } = await agent();
  const window = await openWindow('window-1');
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await settle();
  expect(window.last.cues.map(({ what }) => what)).toEqual(['work-request']);
  hub.push(() => ({ offers: [] }));
  await settle();
  expect(window.last.cues).toEqual([]);
});

test('case 6: rings while the application is in front, unless the agent wants it silent there', async () => {
  const { hub, clock, runtime, openWindow } = await agent();
  const window = await openWindow('window-1');
  runtime.reportWindow({ ...audible, windowId: 'window-1', focused: true, activeWorkItemId: 'work-item-9' });
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await settle();
  expect(window.last.cues).toHaveLength(1);
  runtime.updateSettings({ soundInThisWindow: false });
  await settle();
  expect(window.last.cues).toEqual([]);
});

test('case 7: reports activity during a lost link within a second of its return', async () => {
  const { hub, clock, runtime } = await agent({ runtime: { idleFrom: 'machine' } });
  runtime.reportActivity({ state: 'idle', since: clock.now() });
  await settle();
  hub.refuse(true);
  hub.cut();
  await clock.advance(5_000);
  runtime.reportActivity({ state: 'active', since: clock.now() });
  hub.refuse(false);
  runtime.hub.nudge();
  await clock.advance(1_000);
  expect(hub.named('presence.reportActivity').at(-1)?.input.state).toBe('active');
});

test('reports sleep to the hub, stays disconnected while asleep, and reconnects once it can ring', async () => {
  const { hub, clock, runtime } = await agent({ runtime: { idleFrom: 'machine' } });
  runtime.reportActivity({ state: 'suspended', since: clock.now() });
  runtime.hub.hold();
  await clock.advance(1_000);
  expect(hub.named('presence.reportActivity').at(-1)?.input.state).toBe('suspended');
  const opened = hub.named('link.watch').length;
  await clock.advance(120_000);
  expect(hub.named('link.watch')).toHaveLength(opened);
  expect(runtime.state(null).link.state).not.toBe('connected');
  runtime.hub.release();
  await clock.advance(1_000);
  expect(runtime.state(null).link.state).toBe('connected');
});

test('case 8: never marks an idle user active, with a cut every minute', async () => {
  const { hub, clock, runtime } = await agent({ runtime: { idleFrom: 'machine' } });
  const since = clock.now();
  runtime.reportActivity({ state: 'idle', since });
  for (let minute = 0; minute < 30; minute += 1) {
    hub.cut();
    await clock.advance(60_000);
  }
  const reports = hub.named('presence.reportActivity').map(({ input }) => input);
  expect(reports.length).toBeGreaterThan(30);
  expect(new Set(reports.map(({ state }) => state))).toEqual(new Set(['active', 'idle']));
  expect(reports.slice(1).every(({ state }) => state === 'idle')).toBe(true);
  expect(Math.abs(Number(reports.at(-1)?.since) - since)).toBeLessThan(100);
});

test('case 13: renews a dead token first, then opens one socket without an error loop', async () => {
  const { hub, clock, runtime } = await agent();
  const signIns = hub.named('auth.signIn').length;
  const upgrades = hub.upgrades;
  hub.revokeTokens();
  clock.jump(8 * 3_600_000);
  hub.cut();
  await clock.advance(1_000);
  expect(runtime.state(null).link.state).toBe('connected');
  expect(hub.named('auth.signIn')).toHaveLength(signIns + 1);
  expect(hub.upgrades - upgrades).toBe(2);
  expect(hub.connections).toBe(1);
});

test('case 13: raises one alarm and stops trying when a dead token cannot be renewed', async () => {
  const { hub, clock, runtime } = await agent();
  await runtime.signIn(hub.url, { username: hub.username, password: hub.password });
  await settle(120);
  expect(runtime.state(null).link.state).toBe('connected');
  hub.revokeTokens();
  hub.cut();
  await clock.advance(1_000);
  const upgrades = hub.upgrades;
  await clock.advance(10 * 60_000);
  expect(runtime.state(null).link.state).toBe('off');
  expect(runtime.state(null).alarms.map(({ kind }) => kind)).toEqual(['signed-out']);
  expect(hub.upgrades).toBe(upgrades);
});

test.each([5, 15, 45])(
  'case 14: resumes heartbeats and keeps the work after a cut of %i s',
  async (seconds) => {
    const { hub, clock, runtime } = await agent();
    hub.push(() => ({ work: [openWork(1, clock.now())] }));
    await settle();
    hub.refuse(true);
    hub.cut();
    await clock.advance(seconds * 1_000);
    expect(runtime.state(null).snapshot?.work).toHaveLength(1);
    expect(runtime.state(null).link.state).toBe(
      seconds * 1_000 < LINK_LOST_AFTER_MS ? 'reconnecting' : 'lost',
    );
    hub.refuse(false);
    const beats = hub.named('link.beat').length;
    await clock.advance(GRACE_PERIOD_MS - seconds * 1_000);
    expect(runtime.state(null).link.state).toBe('connected');
    await clock.advance(HEARTBEAT_INTERVAL_MS);
    expect(hub.named('link.beat').length).toBeGreaterThan(beats);
  },
);

test('case 15: marks an open socket with unanswered heartbeats unsteady, then lost, and replaces it', async () => {
  const { hub, clock, runtime } = await agent();
  hub.silence(true);
  await clock.advance(16_000);
  expect(runtime.state(null).link.state).toBe('unsteady');
  await clock.advance(9_500);
  expect(runtime.state(null).link.state).toBe('lost');
  expect(runtime.state(null).alarms.map(({ kind }) => kind)).toEqual(['connection-lost']);
  hub.silence(false);
  await clock.advance(15_000);
  expect(runtime.state(null).link.state).toBe('connected');
  expect(runtime.state(null).alarms).toEqual([]);
  expect(hub.connections).toBe(1);
});

test('case 21: rings exactly once with two windows and a second device', async () => {
  const first = await agent({ deviceId: 'device-1' });
  const second = await agent({ deviceId: 'device-2', beside: first });
  const windows = [
    await first.openWindow('a'),
    await first.openWindow('b'),
    await second.openWindow('c'),
  ] as const;
  first.hub.push(() => ({ offers: [anOffer(1, first.clock.now())] }));
  await settle();
  const ringing = () => windows.map(({ last }) => last.cues.length);
  expect(ringing()).toEqual([1, 0, 0]);
  await first.runtime.ringHere('b');
  await settle();
  expect(ringing()).toEqual([0, 1, 0]);
  await second.runtime.ringHere('c');
  await settle();
  expect(ringing()).toEqual([0, 0, 1]);
  expect(windows.map(({ last }) => last.ringsHere)).toEqual([false, false, true]);
});

test('passes the ring to the next window when a window closes', async () => {
  const { hub, clock, openWindow } = await agent();
  const first = await openWindow('a');
  const second = await openWindow('b');
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await settle();
  await first.close();
  await settle();
  expect(second.last.cues).toHaveLength(1);
});

test('sends a command whose answer was lost again with the same id, and it runs once', async () => {
  const { hub, clock, runtime } = await agent();
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await settle();
  hub.loseNextAnswer();
  const accepted = runtime.hub.calls.command((client, commandId) =>
    client.work.accept({ commandId, agentWorkId: 'agent-work-1' }),
  );
  await clock.advance(2_000);
  await expect(accepted).resolves.toEqual({ version: expect.any(Number) });
  const ids = hub.named('work.accept').map(({ input }) => input.commandId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(runtime.state(null).snapshot?.work).toHaveLength(1);
});

test('fails a command without a connection with LINK_LOST after ten seconds', async () => {
  const { hub, clock, runtime } = await agent();
  hub.refuse(true);
  hub.cut();
  await settle();
  const refused = expect(
    runtime.hub.calls.command((client, commandId) =>
      client.presence.setStatus({ commandId, statusId: 'status-lunch' }),
    ),
  ).rejects.toMatchObject({ code: 'LINK_LOST' });
  await clock.advance(11_000);
  await refused;
});

test("passes the hub's error to the caller with its code and parameters, without a retry", async () => {
  const { hub, runtime } = await agent();
  hub.refuseCommands(new AppError('TOO_LATE', { by: 'Kim' }));
  await expect(
    runtime.hub.calls.command((client, commandId) =>
      client.work.accept({ commandId, agentWorkId: 'agent-work-1' }),
    ),
  ).rejects.toMatchObject({ code: 'TOO_LATE', params: { by: 'Kim' } });
  expect(hub.named('work.accept')).toHaveLength(1);
});

test('keeps a conversation one stream across a cut: every message once, in order', async () => {
  const { hub, clock, runtime } = await agent();
  hub.say('work-item-1', 'customer', 'one');
  const heard: number[] = [];
  const kinds: string[] = [];
  const closed = new AbortController();
  const reading = (async () => {
    for await (const event of runtime.hub.conversation('work-item-1', closed.signal)) {
      kinds.push(event.kind);
      if ('messages' in event) heard.push(...event.messages.map(({ number }) => number));
    }
  })();
  await settle();
  hub.say('work-item-1', 'customer', 'two');
  await settle();
  hub.cut();
  hub.say('work-item-1', 'customer', 'three');
  await clock.advance(2_000);
  hub.say('work-item-1', 'customer', 'four');
  await settle();
  expect(heard).toEqual([1, 2, 3, 4]);
  expect(kinds.filter((kind) => kind === 'history')).toHaveLength(1);
  closed.abort();
  await reading;
});

test('sounds the alarm of a lost link for twenty seconds at most, and its return once', async () => {
  const { hub, clock, openWindow } = await agent();
  const window = await openWindow('a');
  hub.refuse(true);
  hub.cut();
  await clock.advance(LINK_LOST_AFTER_MS + 1_000);
  expect(window.last.cues.map(({ what }) => what)).toEqual(['connection-lost']);
  await clock.advance(20_000);
  expect(window.last.cues).toEqual([]);
  hub.refuse(false);
  await clock.advance(15_000);
  expect(window.pushes.flatMap(({ cues }) => cues).map(({ what }) => what)).toContain('connection-back');
});

test('case 12: reconnects after sleep before waiting for a heartbeat', async () => {
  const { hub, clock, runtime } = await agent();
  hub.silence(true);
  clock.jump(10 * 60_000);
  await clock.advance(HEARTBEAT_INTERVAL_MS);
  hub.silence(false);
  await clock.advance(4_500);
  expect(runtime.state(null).link.state).toBe('connected');
  expect(hub.upgrades).toBe(2);
});

test('changes nothing but the skew when a clock is wrong by hours', async () => {
  const { clock, runtime, openWindow } = await agent();
  const window = await openWindow('a');
  clock.jump(-3 * 3_600_000);
  await clock.advance(2 * HEARTBEAT_INTERVAL_MS);
  expect(runtime.state(null).link.state).toBe('connected');
  expect(window.last.skew).toBe(0);
});

test('signs out of routing on a clean quit', async () => {
  const { hub, runtime } = await agent();
  await runtime.stop();
  expect(hub.named('presence.signOut')).toHaveLength(1);
  await settle();
  expect(hub.connections).toBe(0);
});

test('leaves everything unchanged after a sign-in elsewhere with a wrong password', async () => {
  const { hub, runtime } = await agent();
  await expect(runtime.signIn(hub.url, { username: 'mina', password: 'wrong' })).rejects.toMatchObject({
    code: 'WRONG_CREDENTIALS',
  });
  expect(runtime.state(null).link.state).toBe('connected');
});

test('suspends the link some time after the last window closes and resumes it with the next one', async () => {
  const { hub, clock, openWindow } = await agent({ runtime: { suspendWithoutWindows: 60_000 } });
  const window = await openWindow('a');
  await window.close();
  await clock.advance(30_000);
  const reload = await openWindow('a');
  await clock.advance(60_000);
  expect(hub.connections).toBe(1);
  await reload.close();
  await clock.advance(61_000);
  expect(hub.connections).toBe(0);
  const back = await openWindow('b');
  await settle(120);
  expect(back.last.link.state).toBe('connected');
});

test('pushes once per tick, regardless of the number of changes', async () => {
  const { runtime, openWindow } = await agent();
  const window = await openWindow('a');
  const before = window.pushes.length;
  for (let volume = 0; volume < 10; volume += 1) runtime.updateSettings({ volume: volume / 10 });
  await settle();
  expect(window.pushes.length - before).toBe(1);
  expect(window.last.settings.volume).toBe(0.9);
  const revisions = window.pushes.map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
});

test('case 4: raises an alarm and counts a failed sound at the hub until another one plays', async () => {
  const { hub, clock, runtime, openWindow } = await agent();
  const window = await openWindow('a');
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await settle();
  const cueId = window.last.cues[0]?.id ?? '';
  runtime.reportPlaying(cueId, 'failed');
  await settle();
  expect(window.last.alarms.map(({ kind }) => kind)).toEqual(['sound-failed']);
  expect(hub.named('link.soundFailed')).toHaveLength(1);
  runtime.reportPlaying(cueId, 'playing');
  await settle();
  expect(window.last.alarms).toEqual([]);
});

test('reports an offer that no window can play as a failed sound once, where sound needs no click', async () => {
  const { hub, clock, runtime, openWindow } = await agent({ runtime: { capabilities: desktopCapabilities } });
  const window = await openWindow('a');
  hub.push(() => ({ offers: [anOffer(1, clock.now())] }));
  await clock.advance(UNHEARD_AFTER_MS - 100);
  expect(window.last.alarms).toEqual([]);
  await clock.advance(1_000);
  expect(window.last.alarms.map(({ kind }) => kind)).toEqual(['sound-failed']);
  expect(hub.named('link.soundFailed')).toHaveLength(1);
  runtime.reportWindow({ windowId: 'a', ...audible });
  runtime.reportPlaying(window.last.cues[0]?.id ?? '', 'playing');
  await settle();
  expect(window.last.alarms).toEqual([]);
});

test('sounds once for a transfer that came back', async () => {
  const { hub, clock, openWindow } = await agent();
  const window = await openWindow('a');
  hub.push(() => ({ notices: [aNotice('transfer-returned', clock.now())] }));
  await settle();
  hub.push(() => ({}));
  await clock.advance(10_000);
  const ids = window.pushes.flatMap(({ cues }) => cues).map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
  expect(window.last.cues).toEqual([]);
});
