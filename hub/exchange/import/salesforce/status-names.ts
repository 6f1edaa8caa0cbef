import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Draft } from '../draft.ts';
import { developerNameOf } from '../planning.ts';

/** The record that a source status became: a few are stored under another name. */
export class StatusNames {
  readonly #kept = new Map<string, string>();

  keep(name: string, kept: string): void {
    this.#kept.set(name.toLowerCase(), kept);
  }

  find(name: string, draft: Draft): PresenceStatus | undefined {
    const own = developerNameOf(name, 'status');
    return draft.presenceStatus.named(this.#kept.get(own.toLowerCase()) ?? own);
  }
}
