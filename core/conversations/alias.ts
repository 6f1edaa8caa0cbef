/** The name customers see for an agent. */
import type { User } from '../setup/people.ts';

type Names = Pick<User, 'firstName' | 'nickname' | 'alias' | 'name'>;

const mergeField = /\{!\s*([^{}]*?)\s*\}/g;
const valueOf: ReadonlyMap<string, (user: Names) => string> = new Map([
  ['first_name', (user: Names) => user.firstName],
  ['nickname', (user: Names) => user.nickname],
  ['user_alias', (user: Names) => user.alias],
]);

/**
 * What customers see: the configuration's alias with its merge fields filled in, else the first name, else the name.
 * Fields are `{!First_Name}`, `{!Nickname}`, `{!User_Alias}` in any case; an unknown one is left out. SF.
 */
export function customerFacingName(user: Names, agentAlias: string): string {
  const filled = agentAlias
    .replace(mergeField, (_, field: string) => valueOf.get(field.toLowerCase())?.(user) ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return filled || user.firstName.trim() || user.name;
}

/** The unknown merge fields of an alias, as written. */
export const unknownMergeFields = (agentAlias: string): string[] =>
  [...agentAlias.matchAll(mergeField)]
    .filter(([, field]) => !valueOf.has(field!.toLowerCase()))
    .map(([written]) => written);
