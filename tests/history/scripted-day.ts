/** One day that uses everything: each procedure of the contracts, deadlines, reconciliation, webhooks. */
import { apiScopes } from '#core/setup/api-scopes.ts';
import { createHash, randomUUID } from 'node:crypto';
import { putRecord } from '#hub/setup/write.ts';
import { call, contextOf, type Procedure, procedures } from '../contract/procedures.ts';
import { endWork, setStatus, talk } from '../support/acts.ts';
import { upload, wavOf } from '../support/upload.ts';
import { commandId, type World } from '../support/world.ts';

/** Not called here, each with its reason. */
const notAsked: Readonly<Record<string, string>> = {
  'hub.auth.signIn': 'reads users and tokens',
  'hub.auth.signOut': 'reads tokens',
  'hub.auth.changePassword': 'reads users and tokens',
  'hub.link.soundFailed': 'reads nothing',
  'hub.conversation.typing': 'reads what `send` reads first',
  'customer.typing': 'reads nothing of its own',
  'setup.imports.begin': 'imports write Setup, which does not grow',
  'setup.imports.state': 'imports write Setup, which does not grow',
  'setup.imports.records': 'imports write Setup, which does not grow',
  'setup.imports.replan': 'imports write Setup, which does not grow',
  'setup.imports.apply': 'imports write Setup, which does not grow',
  'setup.imports.close': 'imports write Setup, which does not grow',
  'setup.exportSalesforce': 'reads the picture of Setup',
  'setup.signingKeys.list': 'reads keys, which are part of Setup',
  'setup.signingKeys.create': 'writes keys, which are part of Setup',
  'setup.signingKeys.remove': 'removes keys, which are part of Setup',
  'setup.centre.startEmpty': 'removes everything, on purpose',
};

const HOUR = 3_600_000;

type Who = 'ann' | 'ben' | 'kim' | { readonly customerOf: string; readonly token: string } | 'api' | 'public';

export class ScriptedDay {
  readonly #world: World;
  readonly #asked = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Procedures that were neither called nor excluded. */
  missing(): string[] {
    return procedures.map(({ name }) => name).filter((name) => !this.#asked.has(name) && !(name in notAsked));
  }

  async run(): Promise<void> {
    await this.#agents();
    await this.#customers();
    await this.#supervisors();
    await this.#admins();
    await this.#integrators();
    await this.#itself();
  }

  async #ask<T = unknown>(name: string, who: Who, input: object): Promise<T> {
    const procedure = procedures.find((one) => one.name === name);
    if (!procedure) throw new Error(`there is no ${name}`);
    this.#asked.add(name);
    const answer = await call(this.#world, procedure, this.#contextOf(procedure, who), input);
    await this.#world.settle();
    return answer as T;
  }

  #contextOf({ callers }: Procedure, who: Who) {
    if (typeof who === 'object') {
      const tokenHash = createHash('sha256').update(who.token).digest('hex');
      return this.#world.callContext({
        customer: { kind: 'customer', workItemId: who.customerOf, tokenHash },
      });
    }
    if (who === 'api')
      return this.#world.callContext({ apiKey: { id: 'key', name: 'key', scopes: apiScopes } });
    if (who === 'public') return contextOf(this.#world, callers[0] ?? 'public');
    const user = this.#world.hub.services.context.directory.user(who);
    return this.#world.callContext({ who: { user, tokenHash: '' } });
  }

  /** Reads a stream until it has delivered this many values. */
  async #follow(name: string, who: Who, input: object, count = 1): Promise<void> {
    const stream = await this.#ask<AsyncGenerator>(name, who, input);
    for (let index = 0; index < count; index++) await stream.next();
    await stream.return(undefined);
  }

  async #agents(): Promise<void> {
    const world = this.#world;
    const act = (name: string, input: object, who: Who = 'ann') =>
      this.#ask(`hub.${name}`, who, { commandId: commandId(), ...input });
    await this.#follow('hub.link.watch', 'ann', { deviceId: 'd1', deviceName: 'd1', runId: 'r1' });
    await world.link('ann');
    await act('link.beat', { deviceId: 'ann-device' });
    await act('link.ringHere', { deviceId: 'ann-device' });
    await act('presence.setStatus', { statusId: 'Available' });
    await act('presence.reportActivity', { state: 'idle', since: world.clock.now() });
    await act('presence.whyNoWork', {});
    const work = await talk(world, 'ann');
    const of = { agentWorkId: work.agentWorkId };
    const in_ = { workItemId: work.workItemId };
    this.#asked.add('hub.work.accept');
    await act('presence.queueStatus', { statusId: 'lunch' });
    await act('presence.clearQueuedStatus', {});
    await act('work.destinations', of);
    await act('conversation.send', { ...in_, clientId: randomUUID(), text: 'Hello' });
    await this.#follow('hub.conversation.watch', 'ann', in_);
    await this.#follow('hub.conversation.watch', 'ann', { ...in_, after: 1 });
    await act('conversation.older', { ...in_, before: 2 });
    await act('conversation.markRead', { ...in_, number: 1 });
    await act('conversation.panel', in_);
    await act('work.hold', of);
    await act('work.resume', of);
    await act('work.askSupervisor', { ...of, wanted: true });
    await world.link('ben');
    await act('work.transfer', { ...of, to: { kind: 'agent', agentId: 'ben' } });
    await act('work.cancelTransfer', of);
    await act('work.transfer', { ...of, to: { kind: 'queue', queueId: 'vip' } });
    const offer = (await world.snapshot('ben')).offers[0]!;
    await act('work.accept', { agentWorkId: offer.agentWorkId }, 'ben');
    await act('work.extendWrapUp', of);
    await act('work.saveNotes', { ...of, notes: 'Sent again', outcome: 'Solved' });
    await act('work.finishWrapUp', of);
    const [notice] = (await world.snapshot('ann')).notices;
    await act('work.dismissNotice', { noticeId: notice!.id });
    await endWork(world, 'ben', offer.agentWorkId);
    const second = await talk(world, 'ann');
    await act('work.backToQueue', { agentWorkId: second.agentWorkId });
    const third = await world.chat('Dora');
    const ringing = [...(await world.snapshot('ann')).offers, ...(await world.snapshot('ben')).offers];
    const declined = ringing.find((one) => one.workItemId === third)!;
    const decliner = (await world.item(third)).owner_agent_id as 'ann' | 'ben';
    await act('work.decline', { agentWorkId: declined.agentWorkId }, decliner);
    const fourth = await talk(world, 'ann', 'Eve');
    await act('work.end', { agentWorkId: fourth.agentWorkId });
    await act('practice.start', {});
    await world.advance(20_000);
    await act('practice.stop', {});
    // The link is lost for longer than conversations are kept.
    await talk(world, 'ann', 'Flo');
    await world.cut('ann');
    await world.advance(200_000);
    await world.link('ann');
    await act('presence.setStatus', { statusId: 'Available' });
    await act('presence.signOut', { handOverOpenWork: true });
  }

  async #customers(): Promise<void> {
    const world = this.#world;
    const start = { startId: randomUUID(), name: 'Gus', subject: 'Help', queue: 'general' };
    await this.#ask('customer.page', 'public', { queue: 'general' });
    const { workItemId, token } = await this.#ask<{ workItemId: string; token: string }>(
      'customer.start',
      'public',
      start,
    );
    const self = { customerOf: workItemId, token };
    await this.#follow('customer.watch', self, {});
    await this.#ask('customer.send', self, { clientId: randomUUID(), text: 'Hello' });
    await this.#follow('customer.watch', self, {}, 2);
    await this.#ask('customer.older', self, { before: 2 });
    await this.#ask('customer.markRead', self, { number: 1 });
    await this.#ask('customer.end', self, {});
    await world.advance(1_000);
  }

  async #supervisors(): Promise<void> {
    const world = this.#world;
    const act = (name: string, input: object) =>
      this.#ask(`supervisor.${name}`, 'kim', { commandId: commandId(), ...input });
    const now = world.clock.now();
    const day = 24 * HOUR;
    await world.link('ann');
    await world.link('ben');
    await setStatus(world, 'ann', 'Available');
    await setStatus(world, 'ben', 'lunch');
    await this.#follow('supervisor.watch', 'kim', {});
    await this.#follow('supervisor.alerts', 'kim', {});
    const watching = await this.#ask<AsyncGenerator>('supervisor.watch', 'kim', {});
    await watching.next();
    const { workItemId, agentWorkId } = await talk(world, 'ann', 'Hal');
    await world.hub.services.floor.refresh();
    await act('lastHour', {});
    await act('lastHour', { queueId: 'general' });
    await act('timeline', { agentId: 'ann', from: now - day, to: now });
    await act('timeline', { agentId: 'ann', from: now - 30 * day, to: now - 29 * day });
    await act('whyNoWork', { agentId: 'ann' });
    await act('settings', { agentId: 'ann' });
    for (const days of [1, 3, 30])
      for (const until of [now, now - 5 * day]) await act('report', { from: until - days * day, to: until });
    await this.#follow('supervisor.conversation.readAlong', 'kim', { workItemId });
    await this.#follow('supervisor.conversation.readAlong', 'kim', { workItemId, after: 1 });
    await act('conversation.older', { workItemId, before: 2 });
    await act('conversation.whisper', { workItemId, clientId: randomUUID(), text: 'Well done' });
    await act('work.lowerFlag', { workItemId });
    await act('work.returnToQueue', { agentWorkId });
    await act('agents.setStatus', { agentIds: ['ann', 'ben'], statusId: 'lunch' });
    const waiting = await world.chat('Ida', 'vip');
    await act('whyWaiting', { workItemId: waiting });
    await act('work.setPriority', { workItemId: waiting, priority: 0 });
    await act('agents.setStatus', { agentIds: ['ann', 'ben'], statusId: 'Available' });
    await world.link('kim');
    await this.#ask('supervisor.work.assign', 'kim', {
      commandId: commandId(),
      workItemId: waiting,
      agentId: 'ben',
      overCapacity: true,
    });
    await act('work.takeOver', { workItemId: waiting });
    const mine = (await world.snapshot('kim')).work.find((one) => one.workItemId === waiting);
    await act('work.close', { workItemId: waiting });
    await act('work.endWrapUp', { agentWorkId: mine!.agentWorkId });
    await act('agents.endWrapUps', { agentIds: ['ann', 'ben', 'kim'] });
    await act('agents.changeQueues', { agentIds: ['ben'], add: ['phones'], remove: ['vip'] });
    await act('agents.signOut', { agentIds: ['ben'], handOverOpenWork: true });
    await watching.return(undefined);
  }

  async #admins(): Promise<void> {
    const world = this.#world;
    const ask = <T>(name: string, input: object = {}) => this.#ask<T>(`setup.${name}`, 'kim', input);
    const { directory } = world.hub.services.context;
    await ask('picture');
    await this.#follow('setup.watch', 'kim', {});
    await this.#saveEachNoun();
    await ask('orderStatuses', { ids: [] });
    await ask('usedBy', { noun: 'status', id: 'lunch' });
    await ask('moves', { configurationId: directory.defaultConfiguration().id, userIds: [], profileIds: [] });
    const made = await ask<{ id: string; version: number }>('save.user', {
      id: null,
      version: null,
      record: this.#without(world.userOf('zoe')),
    });
    await ask('setPassword', { userId: made.id, password: 'correct horse battery' });
    const inactive = { noun: 'user', id: made.id, version: made.version, active: false };
    const { version } = await ask<{ version: number }>('setActive', inactive);
    // Users who have worked, and used channels and queues, are kept; checking that must not read all history.
    await ask('remove', { noun: 'user', id: made.id, version });
    const unused = await ask<{ id: string; version: number }>('save.channel', {
      id: null,
      version: null,
      record: { ...this.#without(directory.channels.get('chat')!), name: 'Fax', developerName: 'fax' },
    });
    await ask('remove', { noun: 'channel', ...unused });
    await world.change((db) =>
      putRecord(db, 'queue', {
        ...directory.queues.get('vip')!,
        id: 'spare',
        developerName: 'spare',
        version: 1,
      }),
    );
    await ask('remove', { noun: 'queue', id: 'spare', version: 1 });
    const audit = { actor: '', entity: '', record: '', from: null, to: null, after: null, limit: 50 };
    await ask('audit', audit);
    await ask('audit', { ...audit, entity: 'work-item' });
    await ask('audit', { ...audit, after: { at: world.clock.now(), id: 'x' } });
    await ask('audit', { ...audit, actor: 'sora', record: '4711', from: 1, to: world.clock.now() });
    await ask('centre.state');
    const key = await ask<{ id: string }>('apiKeys.create', { name: 'CRM' });
    await ask('apiKeys.list');
    const signing = await ask<{ id: string }>('signingKeys.create', { name: 'Shop' });
    await ask('signingKeys.list');
    await ask('signingKeys.remove', { id: signing.id });
    await ask('apiKeys.revoke', { id: key.id });
    const setup = world.setupAs('kim');
    const uploadId = await upload(setup, wavOf(1));
    this.#asked.add('setup.uploads.begin').add('setup.uploads.append');
    const sound = await ask<{ id: string }>('sounds.add', { uploadId, name: 'Ding' });
    await ask('sounds.list');
    await ask('sounds.remove', { id: sound.id });
    await ask('uploads.discard', { uploadId: await upload(setup, wavOf(1)) });
  }

  /** Saves a record of each noun unchanged. */
  async #saveEachNoun(): Promise<void> {
    const { directory } = this.#world.hub.services.context;
    const first = <T>(records: ReadonlyMap<string, T>, id: string) => records.get(id)!;
    const records = {
      status: first(directory.statuses, 'lunch'),
      configuration: directory.defaultConfiguration(),
      declineReason: first(directory.declineReasons, 'r1'),
      channel: first(directory.channels, 'cases'),
      routing: { ...first(directory.routing, 'standard'), priority: 2 },
      queue: first(directory.queues, 'phones'),
      user: first(directory.users, 'ben'),
    };
    for (const [noun, record] of Object.entries(records)) {
      const { id, version } = record as { id: string; version: number };
      const { system: _system, ...rest } = this.#without(record) as Record<string, unknown>;
      await this.#ask(`setup.save.${noun}`, 'kim', { id, version, record: rest });
    }
    const profile = {
      name: 'Team',
      developerName: 'team',
      description: '',
      capacity: null,
      defaultStatusId: null,
    };
    await this.#ask('setup.save.profile', 'kim', {
      id: null,
      version: null,
      record: { ...profile, presenceConfigurationId: null, channelIds: [], statusIds: [] },
    });
    await this.#ask('setup.assign', 'kim', {
      configurationId: directory.defaultConfiguration().id,
      userIds: ['ann'],
      profileIds: [],
      confirmed: [],
    });
  }

  #without<T extends object>(record: T): Omit<T, 'id' | 'version'> {
    const { id: _id, version: _version, ...rest } = record as T & { id: string; version: number };
    return rest;
  }

  async #integrators(): Promise<void> {
    const world = this.#world;
    const hook = { name: 'CRM', url: 'http://127.0.0.1:9/hook', events: ['work-item.created'], active: true };
    const { id } = await this.#ask<{ id: string }>('setup.webhooks.save', 'kim', {
      id: null,
      version: null,
      record: hook,
    });
    await this.#ask('setup.webhooks.list', 'kim', {});
    await this.#ask('setup.webhooks.newSecret', 'kim', { id });
    const item = { externalId: 'e-1', channel: 'cases', queue: 'general', customer: 'Jo' };
    const made = await this.#ask<{ id: string }>('intake.create', 'api', item);
    await this.#ask('intake.create', 'api', item);
    await this.#ask('intake.get', 'api', { id: made.id });
    await this.#ask('intake.cancel', 'api', { id: made.id }).catch(() => undefined);
    await this.#ask('setup.webhooks.test', 'kim', { id });
    await world.hub.services.webhooks.runDue();
    await this.#ask('setup.webhooks.deliveries', 'kim', { id });
    await this.#ask('setup.webhooks.remove', 'kim', { id });
  }

  /** What the hub does in the background overnight. */
  async #itself(): Promise<void> {
    const world = this.#world;
    await world.chat('Kay');
    await world.advance(130_000);
    await world.hub.services.dailySums.catchUp();
    world.clock.set(world.clock.now() + 28 * HOUR);
    await world.hub.tick();
    await world.hub.services.timekeeper.runDue();
    await world.settle();
    await world.hub.services.dailySums.catchUp();
    await world.hub.services.tidier.tidy();
  }
}
