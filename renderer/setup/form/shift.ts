/** `ids` with the selected ones moved one place up or down, as far as there is room. */
export function shift(ids: readonly string[], picked: readonly string[], by: 1 | -1): string[] {
  const result = [...ids];
  const walk = by === 1 ? [...ids.keys()].reverse() : [...ids.keys()];
  for (const index of walk) {
    const one = result[index];
    const neighbour = result[index + by];
    if (one === undefined || neighbour === undefined) continue;
    if (picked.includes(one) && !picked.includes(neighbour))
      [result[index], result[index + by]] = [neighbour, one];
  }
  return result;
}
