/**
 * The agent runtime: everything an agent's application knows and does, independent of the shell. It mirrors the hub,
 * derives the cues, and serves the bridge; `bridge-router.ts` exposes it to windows.
 */
import { hostname } from 'node:os';
import type { Alarm, Managed, Mirror, PlayOutcome } from '#core/contract/bridge.ts';
import { AppError } from '#core/errors.ts';
import type { Offer } from '#core/snapshot.ts';
import { z } from 'zod';
import { Alert } from '#core/supervision/floor.ts';
import type { LocalSettingsPatch } from '#core/settings/local-settings.ts';
import { Account, type EmbeddedHub } from './account.ts';
import { Activity, type ActivityReport } from './activity.ts';
import { alarmsOf, type ShellTrouble } from './alarms.ts';
import { type Cancel, type Clock, systemClock } from './clock.ts';
import { CuePlayback } from './cues/cue-playback.ts';
import { codeOf } from './errors.ts';
import { HubConnection } from './hub-connection.ts';
import { watchNetwork } from './link/network-watch.ts';
import type { Credentials } from './link/sign-in.ts';
import { AgentMirror } from './mirror/agent-mirror.ts';
import { ChangeNotifier } from './mirror/change-notifier.ts';
import type { LocalStore, TokenVault } from './settings/local-store.ts';
import { restartWaitsFor } from './updates.ts';
import { AlertWatch } from './supervision.ts';
import { WindowRegistry, type WindowView } from './windows/window-registry.ts';

export interface RuntimeOptions {
  /** Version of the application. */
  readonly version: string;
  readonly store: LocalStore;
  readonly vault: TokenVault;
  readonly embedded: EmbeddedHub | null;
  /** A team's hub for this run; `null` = the stored choice, else the embedded one. */
  readonly hub: string | null;
  readonly capabilities: Mirror['capabilities'];
  /** Where idleness is detected: in our windows, or by the machine (`reportActivity`). */
  readonly idleFrom: 'windows' | 'machine';
  /** The link ends when there was no window for this long, and resumes with the next one; `null` = never. */
  readonly suspendWithoutWindows: number | null;
  /** The window that exists only to play sound, where the shell has one. */
  readonly ringer?: string;
  /** Receives the height of a window's content. */
  readonly onFit?: (windowId: string, height: number) => void;
  /** Notified of work that this user has just accepted, in any window or without one. */
  readonly onAccepted?: (workItemId: string) => void;
  /** Ends this application and starts the new version; only where `capabilities.updates`. */
  readonly restartToUpdate?: () => void;
  /** Notified each time the link to the hub has ended or could not be made, with the reason; without secrets. */
  readonly onLinkFailure?: (reason: string) => void;
  /** What the organisation has fixed; a fixed hub cannot be changed. */
  readonly managed?: readonly Managed[];
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
}

export class AgentRuntime {
  readonly #o: RuntimeOptions;
  readonly #clock: Clock;
  readonly #account: Account;
  readonly #activity: Activity;
  readonly #mirror = new AgentMirror();
  readonly #pushes = new ChangeNotifier();
  readonly #sounding: CuePlayback;
  readonly #alertWatch: AlertWatch;
  readonly windows: WindowRegistry;
  /** The hub: calls and streams that survive a cut. */
  readonly hub: HubConnection;
  #alarms: Alarm[] = [];
  #revision = 0;
  #dirty = true;
  #cancelWake: Cancel = () => undefined;
  #cancelSuspension: Cancel = () => undefined;
  #cancelNetworkWatch: Cancel = () => undefined;
  #suspended = false;
  #fetchedVersion: string | null = null;
  readonly #shellTroubles = new Set<ShellTrouble>();
  readonly #dismissed = new Set<string>();
  #askedWhy: (NonNullable<Mirror['declining']> & { readonly windowId: string }) | null = null;

  constructor(options: RuntimeOptions) {
    this.#o = options;
    this.#clock = options.clock ?? systemClock;
    this.windows = new WindowRegistry(options.ringer ?? null);
    this.#sounding = new CuePlayback({ freely: options.capabilities.soundWithoutClick });
    const { store, vault, embedded, hub } = options;
    this.#account = new Account({
      store,
      vault,
      embedded,
      hub,
      version: options.version,
      managed: options.managed?.includes('hub') ?? false,
      deviceName: hostname(),
    });
    this.hub = new HubConnection({
      account: this.#account,
      deviceId: () => this.deviceId,
      clock: this.#clock,
      random: options.random ?? Math.random,
      onChange: (connected) => {
        if (connected) this.#activity.restate();
        this.#changed();
      },
      onSnapshot: (snapshot, first) => {
        if (!this.#mirror.take(snapshot, first, this.#clock.now())) return;
        this.#alertWatch.attend(snapshot.agent.roles);
        this.#activity.watchForIdleness();
        this.#changed();
      },
      onFailure: (reason) => options.onLinkFailure?.(reason),
      onHubTime: (hubTime, askedAt, answeredAt) => {
        if (this.#mirror.hubTime(hubTime, askedAt, answeredAt)) this.#changed();
      },
    });
    this.#activity = new Activity({
      clock: this.#clock,
      idleAfter: () => this.#idleAfter(),
      send: (report) => this.#sendActivity(report),
    });
    this.#alertWatch = new AlertWatch({
      open: (signal) =>
        this.hub.whole((hub, until) => hub.supervisor.alerts({}, { signal: until }), signal, z.array(Alert)),
      onAlerts: () => this.#changed(),
    });
    options.embedded?.onChange(() => this.#changed());
    // Derive cues even without windows, so that a window that opens later does not ring for old items.
    this.#pushes.subscribe(() => {
      if (this.#dirty) this.#derive();
    });
  }

  // ── lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Connects, if there is a hub and a way to sign in without asking. */
  start(): void {
    this.#cancelNetworkWatch = watchNetwork(this.#clock, () => this.hub.nudge());
    if (this.#account.ready) this.hub.link();
    else this.#changed();
  }

  /**
   * A clean quit: Offline at once, then the link ends. Takes a few seconds at most, even when the hub does not answer.
   */
  async stop(): Promise<void> {
    // Quitting goes Offline: no work should wait for an agent who has left.
    const heard = await this.hub.signOutOfRouting(true).then(
      () => true,
      () => false,
    );
    this.hub.unlink();
    // The hub did not get this; a retry would not reach it either.
    if (heard) await this.#account.end();
    this.#cancelWake();
    this.#cancelSuspension();
    this.#cancelNetworkWatch();
    this.#activity.stop();
  }

  /** Reports the user's activity as the machine sees it; for shells that can query it. */
  reportActivity(report: ActivityReport): void {
    this.#activity.machineReports(report);
  }

  /** The shell has detected a problem that the user must know about; shown until it is over or dismissed. */
  reportTrouble(trouble: ShellTrouble, there: boolean): void {
    if (this.#shellTroubles.has(trouble) === there) return;
    if (there) this.#shellTroubles.add(trouble);
    else this.#shellTroubles.delete(trouble);
    this.#changed();
  }

  /** A new version was downloaded and waits for a restart; `null` = there is none any longer. */
  reportUpdate(version: string | null): void {
    if (this.#fetchedVersion === version) return;
    this.#fetchedVersion = version;
    this.#changed();
  }

  /**
   * The user requests the new version now. Throws `NOT_FOUND` when there is none, `OPEN_WORK` while it would interrupt.
   */
  restartToUpdate(): void {
    const { update } = this.state(null);
    if (!update || !this.#o.restartToUpdate) throw new AppError('NOT_FOUND');
    if (update.waitsFor !== null) throw new AppError('OPEN_WORK');
    this.#o.restartToUpdate();
  }

  // ── window views ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** The whole state as this window sees it; `null` = as a tray sees it, with every cue. */
  state(windowId: string | null): Mirror {
    if (this.#dirty) this.#derive();
    const { store, capabilities, version, ringer } = this.#o;
    const ringing = this.windows.ringing();
    const playsHere = windowId === null || ringing === windowId;
    // The dedicated ringer rings for all windows of the device; no other window could do it better.
    const ringsHere = windowId !== null && (playsHere || ringing === ringer);
    return {
      revision: this.#revision,
      shellTime: this.#clock.now(),
      skew: this.#mirror.skew,
      link: this.hub.view,
      account: this.#account.view,
      snapshot: this.#mirror.snapshot,
      cues: playsHere ? this.#sounding.cues : [],
      alarms: this.#alarms,
      alerts: this.#alerts(),
      settings: store.settings(),
      ringsHere: ringsHere && this.#ringsOnThisDevice(),
      soundTest: this.#sounding.tested,
      capabilities,
      managed: [...(this.#o.managed ?? [])],
      update: this.#update(),
      declining: this.#decliningIn(windowId),
      version,
    };
  }

  /** Calls the listener on every change, once per tick. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void {
    return this.#pushes.subscribe(listener);
  }

  /** The stream of a window; the window counts as open while it is read. */
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

  /** Makes this window, and with it this device, the ringing one. */
  async ringHere(windowId: string): Promise<void> {
    this.windows.claim(windowId);
    this.#changed();
    if (!this.#mirror.snapshot || this.#mirror.snapshot.ringingDeviceId === this.deviceId) return;
    const { deviceId } = this;
    await this.hub.calls.command((hub, commandId) => hub.link.ringHere({ commandId, deviceId }));
  }

  /** Makes this window ask for the decline reason of this offer, which was declined without one. */
  askWhyDeclined(agentWorkId: string, windowId: string): void {
    this.#askedWhy = { agentWorkId, windowId, askedAt: this.#clock.now() };
    this.#changed();
  }

  touched(): void {
    if (this.#o.idleFrom === 'windows') this.#activity.touched();
  }

  // ── offers ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Accepts an offer; `onAccepted` is called once the hub has confirmed it. Throws the hub's error. */
  async accept(agentWorkId: string): Promise<{ readonly version: number }> {
    const offer = this.#offer(agentWorkId);
    const done = await this.hub.calls.command((hub, commandId) =>
      hub.work.accept({ commandId, agentWorkId }),
    );
    if (offer) this.#o.onAccepted?.(offer.workItemId);
    return done;
  }

  #offer(agentWorkId: string): Offer | undefined {
    return this.#mirror.snapshot?.offers.find((offer) => offer.agentWorkId === agentWorkId);
  }

  /** Kept until the offer is over: a page that is reloaded asks again. */
  #decliningIn(windowId: string | null): Mirror['declining'] {
    if (this.#askedWhy === null || this.#askedWhy.windowId !== windowId) return null;
    const { agentWorkId, askedAt } = this.#askedWhy;
    return this.#offer(agentWorkId) ? { agentWorkId, askedAt } : null;
  }

  // ── sounds, settings, drafts ──────────────────────────────────────────────────────────────────────────────────────

  reportPlaying(cueId: string, outcome: PlayOutcome): void {
    const failed = this.#sounding.played(cueId, outcome);
    if (failed) this.#tellSoundFailed(`${failed.what} ${outcome}`);
    this.#changed();
  }

  /** For the hub's metrics: an organisation wants to know which agents have no sound. */
  #tellSoundFailed(what: string): void {
    void this.hub.calls.ask((hub) => hub.link.soundFailed({ what })).catch(() => undefined);
  }

  testSound(): void {
    this.#sounding.test(this.#clock.now());
    this.#changed();
  }

  updateSettings(patch: LocalSettingsPatch): void {
    this.#o.store.updateSettings(patch);
    this.#changed();
  }

  dismissAlarm(alarmId: string): void {
    this.#dismissed.add(alarmId);
    if (alarmId.startsWith('sound-failed:')) this.#sounding.forgive();
    this.#changed();
  }

  get drafts(): Readonly<Record<string, string>> {
    return this.#o.store.drafts();
  }

  saveDraft(workItemId: string, text: string): void {
    this.#o.store.saveDraft(workItemId, text);
  }

  // ── account ───────────────────────────────────────────────────────────────────────────────────────────────────────

  get deviceId(): string {
    return this.#o.store.device().deviceId;
  }

  /** A sound that an administrator uploaded, as served by the hub. Throws `NOT_SIGNED_IN` or `HUB_UNREACHABLE`. */
  fetchSound(soundId: string): Promise<Response> {
    return this.#account.fetchSound(soundId);
  }

  /** The chat page of the current hub, at the address by which this machine reaches it. */
  get chatPage(): string | null {
    return this.#account.chatPage;
  }

  /** Signs in to a hub; the current link continues when that fails. */
  async signIn(hub: string, credentials: Credentials & { readonly certificate?: string }): Promise<void> {
    await this.#account.signIn(hub, credentials, () =>
      this.hub.signOutOfRouting(true).catch(() => undefined),
    );
    this.#changeAccount(true);
  }

  /** Throws `OPEN_WORK` when conversations are open and must not be handed over. */
  async signOut(handOverOpenWork: boolean): Promise<void> {
    try {
      await this.hub.signOutOfRouting(handOverOpenWork);
    } catch (error) {
      if (codeOf(error) !== 'LINK_LOST') throw error;
    }
    await this.#account.signOut();
    this.#changeAccount(false);
  }

  /**
   * Switches back to the hub that came with the application. Throws `NOT_ALLOWED`, `NOT_FOUND` or `HUB_FAILED` when
   * that is impossible.
   */
  async useEmbedded(): Promise<void> {
    await this.#account.useEmbedded(() => this.hub.signOutOfRouting(true).catch(() => undefined));
    this.#changeAccount(true);
  }

  #changeAccount(signedIn: boolean): void {
    this.hub.leave();
    this.#alertWatch.end();
    this.#mirror.clear();
    this.#sounding.clear();
    this.#dismissed.clear();
    if (signedIn) this.hub.link();
    this.#changed();
  }

  // ── effects of a change ───────────────────────────────────────────────────────────────────────────────────────────

  #windowsChanged(): void {
    const { suspendWithoutWindows } = this.#o;
    this.#cancelSuspension();
    if (this.windows.all().length > 0) {
      if (this.#suspended && this.#account.ready) this.hub.link();
      this.#suspended = false;
    } else if (suspendWithoutWindows !== null) {
      this.#cancelSuspension = this.#clock.after(suspendWithoutWindows, () => {
        this.#suspended = this.hub.linked;
        this.hub.unlink();
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
    const { wakeAt, unheard } = this.#sounding.derive({
      snapshot: this.#mirror.snapshot,
      alerts: this.#alerts(),
      link: this.hub.view,
      settings: store.settings(),
      now,
      skew: this.#mirror.skew,
      windows: this.windows.all(),
      deviceId: this.deviceId,
    });
    if (unheard) this.#tellSoundFailed(`${unheard.what} unheard`);
    if (wakeAt !== null) this.#cancelWake = this.#clock.after(wakeAt - now, () => this.#changed());
    this.#alarms = alarmsOf({
      link: this.hub.view,
      hubRestarting: embedded?.restarting ?? false,
      hubFailure: embedded?.failure ?? null,
      signedOutOf: this.hub.signedOutOf,
      hubTrouble: this.hub.trouble,
      failedSound: this.#sounding.failed,
      shellTroubles: this.#shellTroubles,
      setAside: store.setAside,
      dismissed: this.#dismissed,
    });
  }

  #update(): Mirror['update'] {
    if (this.#fetchedVersion === null) return null;
    const facts = { snapshot: this.#mirror.snapshot, link: this.hub.view, skew: this.#mirror.skew };
    return { version: this.#fetchedVersion, waitsFor: restartWaitsFor(facts) };
  }

  #alerts(): Alert[] {
    const { silencedAlerts } = this.#o.store.settings();
    return this.#alertWatch.alerts.filter(({ kind }) => !silencedAlerts.includes(kind));
  }

  #ringsOnThisDevice(): boolean {
    return (this.#mirror.snapshot?.ringingDeviceId ?? this.deviceId) === this.deviceId;
  }

  #idleAfter(): number | null {
    const idle = this.#mirror.snapshot?.settings.idle;
    return this.#o.idleFrom === 'windows' && idle?.enabled ? idle.afterMinutes * 60_000 : null;
  }

  #sendActivity({ state, since }: ActivityReport): void {
    if (this.hub.view.state !== 'connected') return;
    const report = { state, since: Math.max(0, Math.round(since + this.#mirror.skew)) };
    void this.hub.calls
      .command((hub, commandId) => hub.presence.reportActivity({ commandId, ...report }))
      .catch(() => undefined);
  }
}
