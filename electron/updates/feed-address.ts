/**
 * Where this installation checks for new versions: the machine's policy takes precedence over the address in the
 * package.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Addresses under this domain are placeholders: the package was built without a server. */
const PLACEHOLDER_ADDRESS = /^https?:\/\/[^/]*\.invalid(\/|$)/;

export interface FeedSources {
  readonly packaged: boolean;
  /** What the organisation has fixed. */
  readonly policy: string | undefined;
  /** For a copy that is not packaged; to try it out. */
  readonly tried: string | undefined;
  /** Whether an installer can replace this copy. */
  readonly canBeUpdated: boolean;
  readonly resourcesPath: string;
}

/** Where this installation gets new versions from; `null` = nowhere. */
export function feedAddress(sources: FeedSources): string | null {
  const { packaged, policy, tried, canBeUpdated, resourcesPath } = sources;
  if (!packaged) return tried ?? null;
  if (!canBeUpdated) return null;
  return policy ?? packagedFeed(resourcesPath);
}

/** The feed that the package was built for; `null` = none. */
function packagedFeed(resourcesPath: string): string | null {
  try {
    const url = /^url: ['"]?([^'"\n]+)/m.exec(
      readFileSync(join(resourcesPath, 'app-update.yml'), 'utf8'),
    )?.[1];
    return url === undefined || PLACEHOLDER_ADDRESS.test(url) ? null : url;
  } catch {
    return null;
  }
}
