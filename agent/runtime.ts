/**
 * The agent runtime: everything an agent's application knows and does, whatever shell is around it. It mirrors the hub,
 * derives what is heard, and answers the bridge; `bridge-router.ts` gives it the shape that windows speak.
 */
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { Alarm, Cue, LinkView, Managed, Mirror, PlayOutcome } from '#core/contract/bridge.ts';
import type { ConversationEvent } from '#core/conversations/message.ts';
import { AppError } from '#core/errors.ts';
import type { Alert } from '#core/supervision/floor.ts';
import type { LocalSettingsPatch } from '#core/settings/local-settings.ts';
import { Account, type EmbeddedHub } from './account.ts';
import { Activity, type ActivityReport } from './activity.ts';
import { alarmsOf, type ShellTrouble } from './alarms.ts';
import { type Cancel, type Clock, systemClock, within } from './clock.ts';
import { conversationStream, readingAlong } from './commands/conversation-stream.ts';
import { type Connections, HubCalls } from './commands/hub-calls.ts';
import { wholeStream } from './commands/whole-stream.ts';
import { type CueMemory, withoutOneShot, withTest } from './cues/cue-memory.ts';
import { deriveCues } from './cues/derive-cues.ts';
import { codeOf } from './errors.ts';
import { HubLink } from './link/hub-link.ts';
import type { HubClient } from './link/hub-socket.ts';
import { normalizeHubAddress, soundUrl } from './link/hub-address.ts';
import type { Credentials } from './link/sign-in.ts';
import { AgentMirror } from './mirror/agent-mirror.ts';
import { Pushes } from './mirror/pushes.ts';
import type { LocalStore, TokenVault } from './settings/local-store.ts';
import { AlertWatch } from './supervision.ts';
import { WindowRegistry, type WindowView } from './windows/window-registry.ts';

export interface RuntimeOptions {
  /** Version of the application. */
  readonly version: string;
  readonly store: LocalStore;
  readonly vault: TokenVault;
  readonly embedded: EmbeddedHub | null;
  /** A team's hub for this run; `null` = the one chosen before, else the embedded one. */
  readonly hub: string | null;
  readonly capabilities: Mirror['capabilities'];
  /** Where idleness is seen: in our windows, or by the machine (`reportActivity`). */
  readonly idleFrom: 'windows' | 'machine';
  /** The link ends when no window has been there for this long, and comes back with the next one; `null` = never. */
  readonly suspendWithoutWindows: number | null;
  /** The window that exists to be heard, where the shell has one. */
  readonly ringer?: string;
  /** Hears how tall a window's content is. */
  readonly onFit?: (windowId: string, height: number) => void;
  /** What the organisation has fixed; a fixed hub cannot be left. */
  readonly managed?: readonly Managed[];
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
}

const SIGN_OUT_WITHIN = 2_000;

export class AgentRuntime {
  readonly #o: RuntimeOptions;
  readonly #clock: Clock;
  readonly #account: Account;
  readonly #activity: Activity;
  readonly #mirror = new AgentMirror();
  readonly #pushes = new Pushes();
  readonly windows: WindowRegistry;
  readonly #calls: HubCalls;
  readonly #connections: Connections;
  readonly #alertWatch: AlertWatch;
  #link: HubLink | null = null;
  /** Whoever waits for a connection while there is no link hears of the next one. */
  readonly #linkWaiters = new Set<(link: HubLink) => void>();
  #runId = randomUUID();
  #accountEnded = new AbortController();
  #cueMemory: CueMemory | null = null;
  #cues: Cue[] = [];
  #alarms: Alarm[] = [];
  #revision = 0;
  #dirty = true;
  #cancelWake: Cancel = () => undefined;
  #cancelSuspension: Cancel = () => undefined;
  #suspended = false;
  #signedOutOf: string | null = null;
  #failedSound: string | null = null;
  #soundTest: PlayOutcome | null = null;
  readonly #shellTroubles = new Set<ShellTrouble>();
  readonly #dismissed = new Set<string>();

  constructor(options: RuntimeOptions) {
    this.#o = options;
    this.#clock = options.clock ?? systemClock;
    this.windows = new WindowRegistry(options.ringer ?? null);
    const { store, vault, embedded, hub } = options;
    this.#account = new Account({ store, vault, embedded, hub, deviceName: hostname() });
    this.#connections = { connected: (signal) => this.#connected(signal) };
    this.#calls = new HubCalls(this.#connections, this.#clock);
    this.#activity = new Activity({
      clock: this.#clock,
      idleAfter: () => this.#idleAfter(),
      send: (report) => this.#sendActivity(report),
    });
    this.#alertWatch = new AlertWatch({
      open: (signal) => this.whole((hub, until) => hub.supervisor.alerts({}, { signal: until }), signal),
      onAlerts: () => this.#changed(),
    });
    options.embedded?.onRestarting(() => this.#changed());
    // Cues are derived even while no window looks, so that a window that opens later does not ring for what is old.
    this.#pushes.subscribe(() => {
      if (this.#dirty) this.#derive();
    });
  }

  // ── life ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Connects, if there is a hub and a way to sign in without asking. */
  start(): void {
    if (this.#account.ready) this.#startLink();
    else this.#changed();
  }

  /** A clean quit: Offline at once, then the link ends. Takes a few seconds at most, whatever the hub does. */
  async stop(): Promise<void> {
    // Quitting is leaving: nobody waits for somebody who is gone.
    await this.#signOutOfRouting(true).catch(() => undefined);
    this.#stopLink();
    await this.#account.end();
    this.#cancelWake();
    this.#cancelSuspension();
    this.#activity.stop();
  }

  /** The network has changed, or the machine woke up. */
  nudge(): void {
    this.#link?.nudge();
  }

  /** What the machine says of its person; for shells that can ask it. */
  reportActivity(report: ActivityReport): void {
    this.#activity.machineReports(report);
  }

  /** The shell has noticed something that the person must know; said until it is over or put away. */
  reportTrouble(trouble: ShellTrouble, there: boolean): void {
    if (this.#shellTroubles.has(trouble) === there) return;
    if (there) this.#shellTroubles.add(trouble);
    else this.#shellTroubles.delete(trouble);
    this.#changed();
  }

  // ── what windows see ──────────────────────────────────────────────────────────────────────────────────────────────

  /** The whole state as this window sees it; `null` = as a tray sees it, with every cue. */
  state(windowId: string | null): Mirror {
    if (this.#dirty) this.#derive();
    const { store, capabilities, version, ringer } = this.#o;
    const ringing = this.windows.ringing();
    const playsHere = windowId === null || ringing === windowId;
    // A ringer rings for all windows of the device; none of them could do it better.
    const ringsHere = windowId !== null && (playsHere || ringing === ringer);
    return {
      revision: this.#revision,
      shellTime: this.#clock.now(),
      skew: this.#mirror.skew,
      link: this.#linkView(),
      account: this.#account.view,
      snapshot: this.#mirror.snapshot,
      cues: playsHere ? this.#cues : [],
      alarms: this.#alarms,
      alerts: this.#alerts(),
      settings: store.settings(),
      ringsHere: ringsHere && this.#ringsOnThisDevice(),
      soundTest: this.#soundTest,
      capabilities,
      managed: [...(this.#o.managed ?? [])],
      version,
    };
  }

  /** Hears of every change, once per tick. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    return this.#pushes.subscribe(listener);
  }

  /** The stream of a window; the window counts as open as long as it is read. */
  async *watch(windowId: string, signal: AbortSignal | undefined): AsyncGenerator<Mirror, void, void> {
    this.windows.connect(windowId);
    this.#windowsChanged();
    try {
      yield* this.#pushes.watch(() => this.state(windowId), signal);
    } finally {
      this.windows.disconnect(windowId);
      this.#windowsChanged();
    }
  }

  reportWindow(view: WindowView): void {
    this.windows.report(view);
    this.#changed();
  }

  fitWindow(windowId: string, height: number): void {
    this.#o.onFit?.(windowId, height);
  }

  /** This window rings from now on, and with it this device. */
  async ringHere(windowId: string): Promise<void> {
    this.windows.claim(windowId);
    this.#changed();
    if (!this.#mirror.snapshot || this.#mirror.snapshot.ringingDeviceId === this.deviceId) return;
    const { deviceId } = this;
    await this.calls.command((hub, commandId) => hub.link.ringHere({ commandId, deviceId }));
  }

  touched(): void {
    if (this.#o.idleFrom === 'windows') this.#activity.touched();
  }

  // ── sounds, settings, drafts ──────────────────────────────────────────────────────────────────────────────────────

  reportPlaying(cueId: string, outcome: PlayOutcome): void {
    const cue = this.#cues.find(({ id }) => id === cueId);
    if (cue?.what === 'test') this.#soundTest = outcome;
    if (outcome === 'ended' && this.#cueMemory) this.#cueMemory = withoutOneShot(this.#cueMemory, cueId);
    if (cue && (outcome === 'failed' || outcome === 'fell-back')) {
      this.#failedSound = cue.url;
      void this.calls
        .ask((hub) => hub.link.soundFailed({ what: `${cue.what} ${outcome}` }))
        .catch(() => undefined);
    }
    if (cue && outcome === 'playing' && cue.url === this.#failedSound) this.#failedSound = null;
    this.#changed();
  }

  testSound(): void {
    this.#soundTest = null;
    this.#cueMemory = withTest(this.#cueMemory, randomUUID(), this.#clock.now());
    this.#changed();
  }

  updateSettings(patch: LocalSettingsPatch): void {
    this.#o.store.updateSettings(patch);
    this.#changed();
  }

  dismissAlarm(alarmId: string): void {
    this.#dismissed.add(alarmId);
    if (alarmId.startsWith('sound-failed:')) this.#failedSound = null;
    this.#changed();
  }

  get drafts(): Readonly<Record<string, string>> {
    return this.#o.store.drafts();
  }

  saveDraft(workItemId: string, text: string): void {
    this.#o.store.saveDraft(workItemId, text);
  }

  /** A sound that an admin uploaded, as the hub gives it. Throws `NOT_SIGNED_IN` or `HUB_UNREACHABLE`. */
  async fetchSound(soundId: string): Promise<Response> {
    const [hub, token] = [this.#account.hub, this.#account.current()];
    if (hub === null || token === null) throw new AppError('NOT_SIGNED_IN');
    return fetch(soundUrl(hub, soundId), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
      redirect: 'error',
    }).catch(() => {
      throw new AppError('HUB_UNREACHABLE', { hub });
    });
  }

  // ── account ───────────────────────────────────────────────────────────────────────────────────────────────────────

  get deviceId(): string {
    return this.#o.store.device().deviceId;
  }

  /** The chat page of the present hub, as this machine reaches it. */
  get chatPage(): string | null {
    return this.#account.chatPage;
  }

  /** Signs in to a hub; the present link goes on when that fails. */
  async signIn(hub: string, credentials: Credentials): Promise<void> {
    if (this.#hubIsManaged && normalizeHubAddress(hub) !== this.#account.hub)
      throw new AppError('NOT_ALLOWED', { what: 'hub' });
    await this.#account.signIn(hub, credentials, () => this.#signOutOfRouting(true).catch(() => undefined));
    this.#changeAccount(true);
  }

  /** Throws `OPEN_WORK` when conversations are open and are not to be handed over. */
  async signOut(handOverOpenWork: boolean): Promise<void> {
    try {
      await this.#signOutOfRouting(handOverOpenWork);
    } catch (error) {
      if (codeOf(error) !== 'LINK_LOST') throw error;
    }
    await this.#account.signOut();
    this.#changeAccount(false);
  }

  async useEmbedded(): Promise<void> {
    if (this.#hubIsManaged) throw new AppError('NOT_ALLOWED', { what: 'hub' });
    if (!this.#o.embedded) throw new AppError('NOT_FOUND');
    await this.#signOutOfRouting(true).catch(() => undefined);
    await this.#account.useEmbedded();
    this.#changeAccount(true);
  }

  get #hubIsManaged(): boolean {
    return this.#o.managed?.includes('hub') ?? false;
  }

  // ── the hub ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Commands and questions to the hub that survive a cut. */
  get calls(): HubCalls {
    return this.#calls;
  }

  conversation(workItemId: string, signal: AbortSignal | undefined): AsyncGenerator<ConversationEvent> {
    return conversationStream(this.#connections, workItemId, this.#whileSignedIn(signal));
  }

  /** A conversation of somebody else, for a supervisor. */
  readAlong(workItemId: string, signal: AbortSignal | undefined): AsyncGenerator<ConversationEvent> {
    return conversationStream(this.#connections, workItemId, this.#whileSignedIn(signal), readingAlong);
  }

  /** Anything of the hub that begins whole, across cuts. */
  whole<T>(
    open: (hub: HubClient, signal: AbortSignal) => Promise<AsyncIterable<T>>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T> {
    return wholeStream(this.#connections, open, this.#whileSignedIn(signal));
  }

  /** Aborted with the caller's signal, or when the account is left. */
  #whileSignedIn(signal: AbortSignal | undefined): AbortSignal {
    const ended = this.#accountEnded.signal;
    return signal ? AbortSignal.any([signal, ended]) : ended;
  }

  #startLink(): void {
    const hub = this.#account.hub;
    if (hub === null) return;
    this.#signedOutOf = null;
    const link = new HubLink({
      hub,
      deviceId: this.deviceId,
      deviceName: hostname(),
      runId: this.#runId,
      tokens: this.#account,
      clock: this.#clock,
      random: this.#o.random ?? Math.random,
      onView: (view) => {
        if (view.state === 'connected') this.#activity.restate();
        this.#changed();
      },
      onSnapshot: (snapshot, first) => {
        if (!this.#mirror.take(snapshot, first, this.#clock.now())) return;
        this.#alertWatch.attend(snapshot.agent.roles);
        this.#activity.watchForIdleness();
        this.#changed();
      },
      onHubTime: (hubTime, askedAt, answeredAt) => {
        if (this.#mirror.hubTime(hubTime, askedAt, answeredAt)) this.#changed();
      },
      onSignedOut: () => {
        this.#signedOutOf = hub;
        this.#changed();
      },
    });
    this.#link = link;
    link.start();
    const waiting = [...this.#linkWaiters];
    this.#linkWaiters.clear();
    for (const take of waiting) take(link);
    this.#changed();
  }

  #stopLink(): void {
    const link = this.#link;
    this.#link = null;
    link?.stop();
  }

  #changeAccount(signedIn: boolean): void {
    this.#accountEnded.abort();
    this.#accountEnded = new AbortController();
    this.#stopLink();
    this.#alertWatch.end();
    this.#mirror.clear();
    this.#cueMemory = null;
    this.#signedOutOf = null;
    this.#dismissed.clear();
    this.#runId = randomUUID();
    if (signedIn) this.#startLink();
    this.#changed();
  }

  async #signOutOfRouting(handOverOpenWork: boolean): Promise<void> {
    const link = this.#link;
    if (link?.view.state !== 'connected') return;
    const { client } = await link.connected(AbortSignal.timeout(SIGN_OUT_WITHIN));
    const commandId = randomUUID();
    await within(
      this.#clock,
      SIGN_OUT_WITHIN,
      client.presence.signOut({ commandId, handOverOpenWork }),
      () => new AppError('LINK_LOST'),
    );
  }

  async #connected(signal: AbortSignal): ReturnType<Connections['connected']> {
    const link =
      this.#link ??
      (await new Promise<HubLink>((resolve, reject) => {
        const giveUp = () => {
          this.#linkWaiters.delete(resolve);
          reject(signal.reason as Error);
        };
        if (signal.aborted) giveUp();
        this.#linkWaiters.add(resolve);
        signal.addEventListener('abort', giveUp, { once: true });
      }));
    return link.connected(signal);
  }

  // ── what follows from a change ────────────────────────────────────────────────────────────────────────────────────

  #windowsChanged(): void {
    const { suspendWithoutWindows } = this.#o;
    this.#cancelSuspension();
    if (this.windows.all().length > 0) {
      if (this.#suspended && this.#account.ready) this.#startLink();
      this.#suspended = false;
    } else if (suspendWithoutWindows !== null) {
      this.#cancelSuspension = this.#clock.after(suspendWithoutWindows, () => {
        this.#suspended = this.#link !== null;
        this.#stopLink();
      });
    }
    this.#changed();
  }

  #changed(): void {
    this.#dirty = true;
    this.#pushes.changed();
  }

  #derive(): void {
    this.#dirty = false;
    this.#revision += 1;
    this.#cancelWake();
    const now = this.#clock.now();
    const { store, embedded } = this.#o;
    const derived = deriveCues({
      memory: this.#cueMemory,
      snapshot: this.#mirror.snapshot,
      alerts: this.#alerts(),
      link: this.#linkView(),
      settings: store.settings(),
      now,
      skew: this.#mirror.skew,
      windows: this.windows.all(),
      deviceId: this.deviceId,
    });
    this.#cueMemory = derived.memory;
    this.#cues = derived.cues;
    if (derived.wakeAt !== null)
      this.#cancelWake = this.#clock.after(derived.wakeAt - now, () => this.#changed());
    this.#alarms = alarmsOf({
      link: this.#linkView(),
      hubRestarting: embedded?.restarting ?? false,
      signedOutOf: this.#signedOutOf,
      failedSound: this.#failedSound,
      shellTroubles: this.#shellTroubles,
      setAside: store.setAside,
      dismissed: this.#dismissed,
    });
  }

  #alerts(): Alert[] {
    const { silencedAlerts } = this.#o.store.settings();
    return this.#alertWatch.alerts.filter(({ kind }) => !silencedAlerts.includes(kind));
  }

  #linkView(): LinkView {
    return this.#link?.view ?? { state: 'off', since: 0, retryAt: null };
  }

  #ringsOnThisDevice(): boolean {
    return (this.#mirror.snapshot?.ringingDeviceId ?? this.deviceId) === this.deviceId;
  }

  #idleAfter(): number | null {
    const idle = this.#mirror.snapshot?.settings.idle;
    return this.#o.idleFrom === 'windows' && idle?.enabled ? idle.afterMinutes * 60_000 : null;
  }

  #sendActivity({ state, since }: ActivityReport): void {
    if (this.#link?.view.state !== 'connected') return;
    const report = { state, since: Math.max(0, Math.round(since + this.#mirror.skew)) };
    void this.calls
      .command((hub, commandId) => hub.presence.reportActivity({ commandId, ...report }))
      .catch(() => undefined);
  }
}
