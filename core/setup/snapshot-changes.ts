/** What changed between two pictures of Setup, and a picture brought up to date with it. */
import type { SetupSnapshotChanges, SetupSnapshot } from '../contract/setup.ts';
import { type ListOf, nouns, setupNouns } from './nouns.ts';

const snapshotLists = setupNouns.map((noun) => nouns[noun].list);
type Listed = { readonly id: string };

/**
 * What makes `before` into `after`. Records are compared by identity: whoever keeps pictures keeps the same object for
 * a record that has not changed.
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

/** The picture after these changes. A list that nothing changed in, and each unchanged record, stays the same object. */
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
