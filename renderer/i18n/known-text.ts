import type { TFunction } from 'i18next';

/**
 * The text of a key built from data, or `null` when there is none: stored data may be older or newer than the texts.
 */
export function knownText(t: TFunction, key: string, params: object = {}): string | null {
  const found: unknown = (t as (key: string, params: object) => unknown)(key, {
    ...params,
    returnObjects: true,
  });
  return typeof found === 'string' && found !== key ? found : null;
}

/** Where the forms of Setup keep the names of their settings. */
const places = ['configuration', 'status', 'channel', 'queue', 'routing', 'profile', 'user'] as const;

/** A setting by its label in the form; settings without a label keep their own name. */
export function settingText(t: TFunction, path: string): string {
  const name = path.replace(/^settings\./, '');
  for (const place of places) {
    const text = knownText(t, `setup.${place}.${name}`);
    if (text !== null) return text;
  }
  return knownText(t, `setup.${name}`) ?? knownText(t, `system.audit.facts.${name}`) ?? name;
}
