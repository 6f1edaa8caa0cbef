import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import type { AppError } from '#core/errors.ts';
import { PROTOCOL } from '#core/defaults.ts';
import { systemClock } from '#agent/clock.ts';
import { type AgentUnderTest, startAgent } from '#tests/support/agent-under-test.ts';
import { memoryStore, memoryVault } from '#tests/support/memory-store.ts';
import { startScriptedHub } from '#tests/support/scripted-hub.ts';
import { type SelfSigned, selfSigned } from '#tests/support/self-signed.ts';
import { startTlsFront, type TlsFront } from '#tests/support/tls-front.ts';
import { until } from '#tests/support/virtual-clock.ts';
import { fetchCertificate } from './certificate.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const first = selfSigned('hub.example.com');
const second = selfSigned('hub.example.com', 'Somebody Else');

/** A signed-out agent and a hub whose certificate no authority vouches for. Real sockets, so real time. */
async function privateHub() {
  const store = memoryStore();
  const agent = await startAgent({ runtime: { embedded: null, store, clock: systemClock } });
  ending.push(() => agent.end());
  const front = await startTlsFront(agent.hub.port, first);
  ending.push(() => front.close());
  return { ...agent, store, front };
}
const signIn = ({ hub, runtime }: AgentUnderTest, front: TlsFront, certificate?: string) => {
  const { username, password } = hub;
  return runtime.signIn(front.url, { username, password, ...(certificate ? { certificate } : {}) });
};
const refusal = (trying: Promise<unknown>): Promise<AppError> =>
  trying.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: AppError) => error,
  );
const connected = ({ runtime }: AgentUnderTest) =>
  until(() => runtime.state(null).link.state === 'connected', 'the link');

test('shows an unknown certificate before anything is sent', async () => {
  const world = await privateHub();
  const { code, params } = await refusal(signIn(world, world.front));
  expect(code).toBe('CERTIFICATE_UNKNOWN');
  expect(params).toMatchObject({
    hub: world.front.url,
    subject: 'hub.example.com, Example Works',
    issuer: 'hub.example.com, Example Works',
  });
  expect(params.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(Number(params.to) - Number(params.from)).toBeGreaterThan(300 * 86_400_000);
  expect(world.front.passedOn).toBe(0);
});

test('trusts the certificate once it is stored for this hub, also across a cut', async () => {
  const world = await privateHub();
  const { params } = await refusal(signIn(world, world.front));
  await signIn(world, world.front, String(params.fingerprint));
  await connected(world);
  expect(world.store.device().trusted).toEqual({ [world.front.url]: params.fingerprint });
  world.hub.cut();
  await until(() => world.runtime.state(null).link.state !== 'connected', 'the cut');
  await connected(world);
});

test('does not extend trust to another certificate', async () => {
  const world = await privateHub();
  const asked = await refusal(signIn(world, world.front, 'AB:CD'));
  expect(asked.code).toBe('CERTIFICATE_CHANGED');
  expect(world.front.passedOn).toBe(0);
  expect(world.store.device().trusted).toEqual({});
});

test('reports a changed certificate on the link and at sign-in, and recovers with the old one', async () => {
  const world = await privateHub();
  const { params } = await refusal(signIn(world, world.front));
  await signIn(world, world.front, String(params.fingerprint));
  await connected(world);
  const alarms = () => world.runtime.state(null).alarms.map(({ kind }) => kind);
  world.front.show(second);
  const before = world.front.passedOn;
  await until(() => alarms().includes('certificate-changed'), 'the alarm', 10_000);
  expect((await refusal(signIn(world, world.front))).code).toBe('CERTIFICATE_CHANGED');
  expect(world.front.passedOn).toBe(before);
  world.front.show(first);
  world.runtime.hub.nudge();
  await connected(world);
  expect(alarms()).not.toContain('certificate-changed');
});

const alarmsOf = ({ runtime }: AgentUnderTest) => runtime.state(null).alarms.map(({ kind }) => kind);

/** An agent who has worked with the hub of `front` before, and starts again. */
async function startsAgain(front: TlsFront, trusted: Readonly<Record<string, string>> = {}) {
  const store = memoryStore();
  store.updateDevice({ account: { hub: front.url, username: 'mina' }, trusted: { ...trusted } });
  const failures: string[] = [];
  const agent = await startAgent({
    runtime: {
      embedded: null,
      store,
      vault: memoryVault('a token'),
      clock: systemClock,
      onLinkFailure: (reason) => failures.push(reason),
    },
  });
  ending.push(() => agent.end());
  return { ...agent, failures };
}
/** A hub that presents this certificate, which the authorities of this machine vouch for if `known`. */
async function hubShowing(certificate: SelfSigned, known: boolean): Promise<TlsFront> {
  const hub = await startScriptedHub({ now: Date.now });
  const front = await startTlsFront(hub.port, certificate);
  ending.push(
    () => hub.close(),
    () => front.close(),
  );
  if (known) {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, certificate.cert]);
    ending.push(() => Promise.resolve(setDefaultCACertificates(before)));
  }
  return front;
}
const runOut = selfSigned('hub.example.com', 'Example Works', { from: -400, to: -1 });

test.each([
  ['that the machine vouches for', true],
  ['that the person has trusted', false],
])('reports an expired certificate %s on the link and at sign-in', async (_, known) => {
  const front = await hubShowing(runOut, known);
  const { fingerprint } = await fetchCertificate(front.url);
  const agent = await startsAgain(front, known ? {} : { [front.url]: fingerprint });
  await until(() => alarmsOf(agent).includes('certificate-expired'), 'the alarm', 10_000);
  expect(agent.failures[0]).toBe('certificate-expired');
  const { code, params } = await refusal(signIn(agent, front));
  expect([code, params.context]).toEqual(['CERTIFICATE_INVALID', 'expired']);
  expect(front.passedOn).toBe(0);
});

test('does not offer to trust an expired certificate', async () => {
  const world = await privateHub();
  world.front.show(runOut);
  const { code, params } = await refusal(signIn(world, world.front));
  expect([code, params.context]).toEqual(['CERTIFICATE_INVALID', 'expired']);
  world.front.show(selfSigned('hub.example.com', 'Example Works', { from: 2 }));
  expect((await refusal(signIn(world, world.front))).code).toBe('CERTIFICATE_INVALID');
});

test("reports another address's certificate on the link even when the machine vouches for it", async () => {
  const front = await hubShowing(first, true);
  const agent = await startsAgain(front);
  await until(() => alarmsOf(agent).includes('certificate-another-name'), 'the alarm', 10_000);
  const { params } = await refusal(signIn(agent, front));
  expect(params.context).toBe('another-name');
});

test('distinguishes an incompatible hub from a missing one before the password is sent', async () => {
  const { hub, runtime } = await startAgent({ runtime: { embedded: null, clock: systemClock } });
  ending.push(() => runtime.stop().then(() => hub.close()));
  const { username, password } = hub;
  const code = async (address = hub.url) =>
    (await refusal(runtime.signIn(address, { username, password }))).code;
  hub.speak(PROTOCOL - 1);
  expect(await code()).toBe('HUB_TOO_OLD');
  hub.speak(PROTOCOL + 1);
  expect(await code()).toBe('HUB_TOO_NEW');
  expect(hub.named('auth.signIn')).toEqual([]);
  hub.speak(PROTOCOL);
  expect(await code(`${hub.url}/somewhere`)).toBe('NO_HUB_THERE');
  expect(await code('http://127.0.0.1:9')).toBe('HUB_UNREACHABLE');
  expect(await code('hub example')).toBe('INVALID_INPUT');
});

test('reports a hub that was replaced by an incompatible one while the agent was at work', async () => {
  const agent = await startAgent({ runtime: { clock: systemClock } });
  ending.push(() => agent.end());
  await connected(agent);
  agent.hub.speak(PROTOCOL + 1);
  agent.hub.cut();
  const alarms = () => agent.runtime.state(null).alarms.map(({ kind }) => kind);
  await until(() => alarms().includes('hub-too-new'), 'the alarm');
  agent.hub.speak(PROTOCOL);
  agent.runtime.hub.nudge();
  await connected(agent);
  expect(alarms()).not.toContain('hub-too-new');
});
