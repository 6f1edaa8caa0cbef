/** Updates of this copy: whether they are possible, where they come from, and the result of the last one. */
import type { Policy } from '#agent/installation/policy-file.ts';
import type { LocalStore } from '#agent/settings/local-store.ts';
import { findFailedUpdate } from './failed-update.ts';
import { feedAddress } from './feed-address.ts';
import { canBeUpdated, type InstalledCopy, installsSilently } from './installed-copy.ts';
import { openUpdateFeed, type UpdateFeed } from './update-feed.ts';

export interface ConfiguredFeedOptions {
  readonly copy: InstalledCopy;
  /** Version of the running application. */
  readonly version: string;
  readonly policy: Policy;
  /** An update address for a copy that is not packaged; to try it out. */
  readonly tried: string | undefined;
  readonly store: Pick<LocalStore, 'device' | 'updateDevice'>;
  readonly dataDirectory: string;
  /** Problems, for the diagnostics. */
  readonly log: (what: string) => void;
}

export interface ConfiguredFeed {
  /** `null` = this copy is updated by other means. */
  readonly feed: UpdateFeed | null;
  readonly address: string | null;
  /** The version that should run by now and could not be installed; `null` = there is none. */
  readonly failedBefore: string | null;
}

export function openConfiguredFeed(options: ConfiguredFeedOptions): ConfiguredFeed {
  const { copy, version, policy, tried, store, dataDirectory, log } = options;
  const { packaged, resourcesPath } = copy;
  const failedBefore = findFailedUpdate(store, version);
  const address = feedAddress({
    packaged,
    policy: policy.updateFeed,
    tried,
    canBeUpdated: canBeUpdated(copy),
    resourcesPath,
  });
  if (address === null) return { feed: null, address, failedBefore };
  const unasked = installsSilently(copy);
  return {
    feed: openUpdateFeed({ address, packaged, dataDirectory, unasked, failedBefore, log }),
    address,
    failedBefore,
  };
}
