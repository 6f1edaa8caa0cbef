/** A Salesforce organisation's Omni-Channel set-up: typed, not yet compared with this hub. */
import type { RoutingModel } from '#core/vocabulary.ts';
import type { RoutingConfiguration } from '#core/setup/channels-and-queues.ts';
import type { SourceSwitches } from './configuration-switches.ts';
import type { SourceReader, Reading } from '../report.ts';

/** Common to all records: the developer name (the file's). */
export interface Origin extends SourceReader {
  readonly name: string;
}

/** Null = not in the file. Seconds and units are whole, as in the file. */
export interface SourceConfiguration extends Origin, SourceSwitches {
  readonly label: string | null;
  readonly capacity: number | null;
  readonly interruptibleCapacity: number | null;
  readonly declineReasons: readonly string[];
  readonly statusOnDecline: string | null;
  readonly statusOnPushTimeOut: string | null;
  readonly wrapUp: boolean | null;
  readonly wrapUpSeconds: number | null;
  readonly extend: boolean | null;
  readonly extensionSeconds: number | null;
  readonly maxExtensions: number | null;
  readonly agentAlias: string | null;
  readonly users: readonly string[];
  readonly profiles: readonly string[];
}

export interface SourceStatus extends Origin {
  readonly label: string | null;
  readonly channels: readonly string[];
}

export interface SourceReason extends Origin {
  readonly label: string | null;
}

export interface SourceChannel extends Origin {
  readonly label: string | null;
  /** API name of the object that is routed. */
  readonly object: string | null;
  readonly interruptible: boolean | null;
  readonly autoAccept: boolean | null;
  readonly minimise: boolean | null;
  readonly wrapUp: boolean | null;
  readonly wrapUpSeconds: number | null;
  readonly extend: boolean | null;
  readonly extensionSeconds: number | null;
  readonly maxExtensions: number | null;
  readonly priorityField: string | null;
  readonly priorities: ReadonlyArray<{ readonly value: string; readonly priority: number }>;
}

export interface SourceRouting extends Origin {
  readonly label: string | null;
  readonly priority: number | null;
  readonly model: RoutingModel | null;
  /** Thousandths. */
  readonly units: number | null;
  /** Thousandths of a percent. */
  readonly percent: number | null;
  readonly pushTimeOutSeconds: number | null;
  readonly capacityType: RoutingConfiguration['capacityType'] | null;
  readonly overflowQueue: string | null;
  readonly overflowUser: string | null;
}

export interface SourceQueue extends Origin {
  readonly label: string | null;
  readonly routing: string | null;
  readonly users: readonly string[];
  /** API names of the objects that may wait in it. */
  readonly objects: readonly string[];
}

/** The presence status grants of a profile or permission set. */
export interface SourceGrants extends Origin {
  readonly kind: 'profile' | 'permission-set';
  readonly label: string | null;
  readonly statuses: ReadonlyArray<{ readonly status: string; readonly enabled: boolean }>;
}

/** A record that is known only by name. */
export interface SourceOther extends Origin {
  readonly type: 'settings' | 'supervisorConfiguration';
}

export interface SalesforceModel extends Reading {
  readonly configurations: readonly SourceConfiguration[];
  readonly statuses: readonly SourceStatus[];
  readonly reasons: readonly SourceReason[];
  readonly channels: readonly SourceChannel[];
  readonly routing: readonly SourceRouting[];
  readonly queues: readonly SourceQueue[];
  readonly grants: readonly SourceGrants[];
  readonly others: readonly SourceOther[];
}
