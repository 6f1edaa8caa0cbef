/** What an admin changes while the centre runs. */
import { putRecord, putUser } from '#hub/setup/write.ts';
import { type Step, step } from './step.ts';

export const setup: Step[] = [
  step('change the configuration', 5, async (stage) => {
    const { random } = stage;
    const change = random.pick([
      { capacity: random.between(1, 5) },
      { interruptibleCapacity: random.pick([null, 1, 2])! },
      { autoAccept: true, allowDecline: false },
      { autoAccept: false, allowDecline: true },
      { chooseDeclineReason: random.chance(0.5) },
      { automaticPresence: random.chance(0.5) },
      { oneAtATime: random.chance(0.5) },
      { handBackOffers: random.chance(0.5) },
      { statusOnDecline: random.chance(0.5) ? { statusId: 'lunch' } : null },
      { statusOnPushTimeOut: random.chance(0.5) ? { statusId: 'Missed' } : null },
      { missesBeforeStatusChanges: random.between(1, 3) },
      { wrapUp: random.chance(0.7) },
      { wrapUpHold: random.pick(['always', 'never', { firstSeconds: 10 }] as const)! },
      { idle: { enabled: random.chance(0.5), statusId: 'Away', afterMinutes: 1 } },
      { lock: { enabled: random.chance(0.5), statusId: 'Away' } },
    ])!;
    await stage.world.configure(change);
    await stage.world.settle();
    return `the configuration is changed: ${JSON.stringify(change)}`;
  }),
  step('change the push time-out', 2, async (stage) => {
    const { directory } = stage.world.hub.services.context;
    const routing = directory.routing.get('standard')!;
    const pushTimeOutSeconds = stage.random.pick([0, 5, 15, 30])!;
    await stage.world.change((db) =>
      putRecord(db, 'routing', { ...routing, pushTimeOutSeconds, version: routing.version + 1 }),
    );
    await stage.world.settle();
    return `the push time-out is ${pushTimeOutSeconds} s now`;
  }),
  step("change a user's capacity", 2, async (stage) => {
    const user = stage.world.hub.services.context.directory.user(stage.random.pick(stage.agents)!);
    const capacity = stage.random.pick([null, 1, 2, 6])!;
    await stage.world.change((db) => putUser(db, { ...user, capacity, version: user.version + 1 }));
    await stage.world.settle();
    return `${user.id} has a capacity of ${capacity}`;
  }),
];
