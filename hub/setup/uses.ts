/** The uses of a Setup record: checked before it is deactivated or removed. */
import type { Use } from '#core/contract/setup.ts';
import { type AnyRecord, nounOf, type SetupNoun, setupNouns } from '#core/setup/nouns.ts';
import type { Directory } from '../directory/directory.ts';

export function usesOf(directory: Directory, noun: SetupNoun, id: string): Use[] {
  const uses: Use[] = [];
  for (const user of setupNouns) {
    const { refersTo } = nounOf(user);
    if (!refersTo) continue;
    for (const record of directory.records(user).values())
      for (const reference of refersTo(record))
        if (reference.noun === noun && reference.id === id)
          uses.push({ noun: user, id: record.id, name: nameOf(record), as: reference.as });
  }
  return uses;
}

const nameOf = ({ name, label, id }: AnyRecord): string => name ?? label ?? id;
