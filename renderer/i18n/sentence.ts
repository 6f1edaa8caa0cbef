import i18next from 'i18next';

/** A sentence whose parameters come from the hub as they are; what is missing is left out of it. */
export function sentence(key: string, params: Readonly<Record<string, string | number>>): string {
  return (i18next.t as (key: string, params: object) => string)(key, params);
}
