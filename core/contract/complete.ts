/** The complete contracts of an agent's device and of its page: the agent's own part, Setup and supervision. */
import { bridgeContract } from './bridge.ts';
import { hubContract } from './hub.ts';
import { setupContract } from './setup.ts';
import { systemContract } from './setup-system.ts';
import { supervisorContract } from './supervisor.ts';

const shared = { setup: { ...setupContract, ...systemContract }, supervisor: supervisorContract };

/** Everything that the hub serves to a device. */
export const completeHubContract = { ...hubContract, ...shared };
export type CompleteHubContract = typeof completeHubContract;

/** Everything that a shell serves to its page. */
export const completeBridgeContract = { ...bridgeContract, ...shared };
export type CompleteBridgeContract = typeof completeBridgeContract;
