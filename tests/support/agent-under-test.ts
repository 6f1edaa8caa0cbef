/** A runtime, its scripted hub, and the clock that both share. */
import { browserCapabilities } from './capabilities.ts';
import { AgentRuntime, type RuntimeOptions } from '#agent/runtime.ts';
import type { Mirror } from '#core/contract/bridge.ts';
import type { LocalSettings } from '#core/settings/local-settings.ts';
import { memoryStore, memoryVault } from './memory-store.ts';
import { type ScriptedHub, startScriptedHub } from './scripted-hub.ts';
import { settle, VirtualClock } from './virtual-clock.ts';

interface OpenWindow {
  /** The last state pushed to it. */
  readonly last: Mirror;
  /** All states pushed to it. */
  readonly pushes: readonly Mirror[];
  close(): Promise<void>;
}

export interface AgentUnderTest {
  readonly hub: ScriptedHub;
  readonly clock: VirtualClock;
  readonly runtime: AgentRuntime;
  openWindow(windowId: string): Promise<OpenWindow>;
  end(): Promise<void>;
}

export interface AgentUnderTestOptions {
  readonly settings?: Partial<LocalSettings>;
  readonly deviceId?: string;
  readonly runtime?: Partial<RuntimeOptions>;
  /** A hub and a clock to share with another agent. */
  readonly beside?: AgentUnderTest;
}

export async function startAgent(options: AgentUnderTestOptions = {}): Promise<AgentUnderTest> {
  const clock = options.beside?.clock ?? new VirtualClock();
  const hub = options.beside?.hub ?? (await startScriptedHub({ now: () => clock.now() }));
  const { username, password } = hub;
  const runtime = new AgentRuntime({
    version: '0.0.0',
    store: memoryStore(options.settings, options.deviceId),
    vault: memoryVault(),
    embedded: {
      url: hub.url,
      credentials: () => Promise.resolve({ username, password }),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      restarting: false,
      failure: null,
      onChange: () => undefined,
    },
    hub: null,
    capabilities: browserCapabilities,
    idleFrom: 'windows',
    suspendWithoutWindows: null,
    clock,
    random: () => 0.5,
    ...options.runtime,
  });
  runtime.start();
  await settle(120);
  return {
    hub,
    clock,
    runtime,
    async openWindow(windowId) {
      const pushes: Mirror[] = [];
      const closed = new AbortController();
      const reading = (async () => {
        for await (const mirror of runtime.watch(windowId, closed.signal)) pushes.push(mirror);
      })();
      await settle();
      return {
        pushes,
        get last() {
          const last = pushes.at(-1);
          if (!last) throw new Error('nothing was pushed to the window');
          return last;
        },
        async close() {
          closed.abort();
          await reading;
        },
      };
    },
    async end() {
      await runtime.stop();
      if (!options.beside) await hub.close();
    },
  };
}
