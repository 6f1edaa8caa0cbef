/** Differences between two Setup snapshots, and applying them to a snapshot. */
import type { SetupSnapshotChanges, SetupSnapshot } from '../contract/setup.ts';
import { type ListOf, nouns, setupNouns } from './nouns.ts';

const snapshotLists = setupNouns.map((noun) => nouns[noun].list);
type Listed = { readonly id: string };

/**
 * The changes from `before` to `after`. Records are compared by identity: the caller keeps the same object for an
 * unchanged record.
 */
export function changesBetween(before: SetupSnapshot, after: SetupSnapshot): SetupSnapshotChanges {
  const put: Partial<Record<ListOf, Listed[]>> = {};
  const gone: Partial<Record<ListOf, string[]>> = {};
  for (const list of snapshotLists) {
    const was = new Set<Listed>(before[list]);
    const changed = (after[list] as readonly Listed[]).filter((record) => !was.has(record));
    if (changed.length > 0) put[list] = changed;
    const there = new Set(after[list].map(({ id }) => id));
    const missing = before[list].filter(({ id }) => !there.has(id)).map(({ id }) => id);
    if (missing.length > 0) gone[list] = missing;
  }
  const { version, centreName, defaultQueueId } = after;
  return { version, centreName, defaultQueueId, put: put as SetupSnapshotChanges['put'], gone };
}

/** The snapshot after these changes. Unchanged lists and records stay the same objects. */
export function withChanges(
  picture: SetupSnapshot,
  { put, gone, ...facts }: SetupSnapshotChanges,
): SetupSnapshot {
  const next: Record<string, unknown> = { ...picture, ...facts };
  for (const list of snapshotLists) {
    const news = new Map<string, Listed>((put[list] ?? []).map((record) => [record.id, record]));
    const removed = new Set(gone[list] ?? []);
    if (news.size === 0 && removed.size === 0) continue;
    const kept = (picture[list] as readonly Listed[])
      .filter(({ id }) => !removed.has(id))
      .map((record) => {
        const changed = news.get(record.id);
        news.delete(record.id);
        return changed ?? record;
      });
    next[list] = [...kept, ...news.values()];
  }
  return next as SetupSnapshot;
}
