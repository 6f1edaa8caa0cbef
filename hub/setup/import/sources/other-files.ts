/** Counts the files of a source that are none of ours, by kind. */
import { basename } from 'node:path/posix';

/** More kinds than these are counted together. */
const MOST_KINDS = 200;
const KIND_LENGTH = 60;

export class OtherFiles {
  readonly #kinds = new Map<string, number>();

  add(path: string): void {
    const name = basename(path).replace(/-meta\.xml$/, '');
    const dot = name.lastIndexOf('.');
    this.addKind(dot > 0 ? name.slice(dot) : name);
  }

  /** Counts something by a kind of its own. */
  addKind(name: string): void {
    const own = name.slice(0, KIND_LENGTH);
    const kind = this.#kinds.has(own) || this.#kinds.size < MOST_KINDS ? own : 'other';
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
  }

  list(): Array<{ kind: string; count: number }> {
    return [...this.#kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
  }
}
