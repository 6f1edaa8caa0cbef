/** Records by id, each with the revision of its last change: a reader that names a revision gets all later changes. */
export class Records<T extends { readonly id: string }> {
  readonly #held = new Map<string, { readonly value: T; readonly text: string; readonly revision: number }>();
  readonly #gone = new Map<string, number>();

  values(): Iterable<T> {
    return [...this.#held.values()].map(({ value }) => value);
  }

  get(id: string): T | undefined {
    return this.#held.get(id)?.value;
  }

  /** Merges the records read for `ids` (null = all); missing ones are removed. True = something changed. */
  take(read: readonly T[], ids: ReadonlySet<string> | null, revision: number): boolean {
    let changed = false;
    const left = new Set(ids ?? this.#held.keys());
    for (const value of read) {
      left.delete(value.id);
      const text = JSON.stringify(value);
      if (this.#held.get(value.id)?.text === text) continue;
      this.#held.set(value.id, { value, text, revision });
      this.#gone.delete(value.id);
      changed = true;
    }
    for (const id of left) {
      if (!this.#held.delete(id)) continue;
      this.#gone.set(id, revision);
      changed = true;
    }
    return changed;
  }

  /** Changes after `revision`; records that the reader may not see (any more) count as removed. */
  since(revision: number, visible: (value: T) => boolean): { changed: T[]; gone: string[] } {
    const changed: T[] = [];
    const gone: string[] = [];
    for (const [id, at] of this.#gone) if (at > revision) gone.push(id);
    for (const { value, revision: at } of this.#held.values()) {
      if (at <= revision) continue;
      if (visible(value)) changed.push(value);
      else gone.push(value.id);
    }
    return { changed, gone };
  }

  /** No reader needs revisions older than this. */
  forgetBefore(revision: number): void {
    for (const [id, at] of this.#gone) if (at <= revision) this.#gone.delete(id);
  }
}
