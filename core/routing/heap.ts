/** A binary heap: the smallest entry first, in logarithmic time. */
export class Heap<Entry> {
  readonly #entries: Entry[] = [];
  readonly #compare: (a: Entry, b: Entry) => number;

  constructor(compare: (a: Entry, b: Entry) => number, entries: Iterable<Entry> = []) {
    this.#compare = compare;
    this.#entries = [...entries];
    for (let at = this.#entries.length >> 1; at >= 0; at--) this.#sink(at);
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#compare(entry, entries[parent]!) >= 0) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): Entry | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (this.#entries.length > 0) {
      this.#entries[0] = last!;
      this.#sink(0);
    }
    return first;
  }

  #sink(from: number): void {
    const entries = this.#entries;
    const entry = entries[from];
    if (entry === undefined) return;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && this.#compare(entries[child + 1]!, entries[child]!) < 0) child++;
      if (this.#compare(entry, entries[child]!) <= 0) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = entry;
  }
}
