/** The parameters in the address of the chat page. */
import { chooseLanguage, type CustomerLanguage } from './i18n.ts';

export interface PageAddress {
  /** Developer name of the queue; `null` = the hub's default one. */
  readonly queue: string | null;
  readonly language: CustomerLanguage;
  /** Shown inside another page. */
  readonly embedded: boolean;
  /**
   * `field.NAME=VALUE`: claims of the surrounding page, for the agent; anyone can write them, so they are marked as
   * unverified.
   */
  readonly fields: Readonly<Record<string, string>>;
  /**
   * `#identity=TOKEN`: facts that the surrounding site has signed; after the `#`, so that no server log contains it.
   */
  readonly identity: string | null;
}

const MAX_ADDRESS_FIELDS = 20;

export function readAddress(search: string, browserLanguages: readonly string[], hash = ''): PageAddress {
  const params = new URLSearchParams(search);
  const fields = [...params]
    .filter(([name]) => name.startsWith('field.'))
    .map(([name, value]) => [name.slice('field.'.length).slice(0, 60), value.slice(0, 500)] as const)
    .filter(([name]) => name !== '');
  return {
    queue: params.get('queue')?.slice(0, 80) || null,
    language: chooseLanguage(params.get('lang'), browserLanguages),
    embedded: params.has('embed'),
    fields: Object.fromEntries(fields.slice(0, MAX_ADDRESS_FIELDS)),
    identity: new URLSearchParams(hash.replace(/^#/, '')).get('identity'),
  };
}
