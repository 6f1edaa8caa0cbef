/** The name of an agent as other agents see it, and as customers see it. */
import { customerFacingName } from '#core/conversations/alias.ts';
import type { Directory } from '../directory/directory.ts';

export function customerName(
  directory: Directory,
  agentId: string,
): { readonly name: string; readonly alias: string } {
  const user = directory.user(agentId);
  return {
    name: user.name,
    alias: customerFacingName(user, directory.effective(agentId).configuration.agentAlias),
  };
}
