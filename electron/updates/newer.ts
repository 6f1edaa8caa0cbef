/** Which of two versions is the newer one, by the rules of semver.org; what is behind a `+` does not count. */

const numbersFirst = new Intl.Collator('en', { numeric: true });

/** `true` when `version` is newer than `other`. A preview (`2.0.0-beta.1`) is older than what it previews. */
export function isNewer(version: string, other: string): boolean {
  const [core, preview] = parts(version);
  const [otherCore, otherPreview] = parts(other);
  const byCore = numbersFirst.compare(core, otherCore);
  if (byCore !== 0) return byCore > 0;
  if (preview === null || otherPreview === null) return preview === null && otherPreview !== null;
  return numbersFirst.compare(preview, otherPreview) > 0;
}

function parts(version: string): readonly [core: string, preview: string | null] {
  const [, core = '', preview = null] = /^([^-+]*)(?:-([^+]*))?/.exec(version) ?? [];
  return [core, preview];
}
