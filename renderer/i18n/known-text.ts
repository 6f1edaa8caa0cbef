import type { TFunction } from 'i18next';

/** The text of a key that is put together from data, or `null` when there is none: what is stored may be older or newer than the words. */
export function knownText(t: TFunction, key: string, params: object = {}): string | null {
  const found: unknown = (t as (key: string, params: object) => unknown)(key, {
    ...params,
    returnObjects: true,
  });
  return typeof found === 'string' && found !== key ? found : null;
}

/** Where the forms of Setup have the names of their settings. */
const places = ['configuration', 'status', 'channel', 'queue', 'routing', 'profile', 'user'] as const;

/** A setting by the name it has in its form; what has none keeps its own. */
export function settingText(t: TFunction, path: string): string {
  const name = path.replace(/^settings\./, '');
  for (const place of places) {
    const text = knownText(t, `setup.${place}.${name}`);
    if (text !== null) return text;
  }
  return knownText(t, `setup.${name}`) ?? knownText(t, `system.audit.facts.${name}`) ?? name;
}
