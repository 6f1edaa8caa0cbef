/** Sign-in, sign-out, and the caller's own password. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { changePassword, signIn, signOutToken } from '../../auth/sessions.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { signedIn } from './agent-commands.ts';

export function authRouter({ context: hub, limits, signIns }: HubServices) {
  const os = implement(hubContract.auth).$context<CallContext>().use(guard);
  return os.router({
    signIn: os.signIn.handler(async ({ input, context, signal }) => {
      const attempt = { ...input, address: context.address, signal };
      const { token, expiresAt, user } = await signIns.signIn(attempt, () => signIn(hub, limits, attempt));
      return { token, expiresAt, userId: user.id, name: user.name, roles: [...user.roles] };
    }),
    signOut: os.signOut.handler(async ({ context }) => {
      const who = signedIn(context);
      await signOutToken(hub, who);
      await signIns.signOut(who.user);
      return {};
    }),
    changePassword: os.changePassword.handler(async ({ input, context }) => {
      const who = signedIn(context);
      await signIns.changePassword(who.user, context.address, () => changePassword(hub, limits, who, input));
      return {};
    }),
  });
}
