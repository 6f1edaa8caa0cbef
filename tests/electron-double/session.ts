/** `session` and `protocol`: the handler of our scheme, and the permission handlers. */
import type { Protocol, Session, session as realSession } from 'electron';
import { type Fits, loud } from './loud.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];

class ProtocolDouble {
  readonly $privileged: Electron.CustomScheme[] = [];
  readonly $handlers = new Map<string, Handler>();
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.$privileged.push(...schemes);
  }
  handle(scheme: string, handler: Handler): void {
    this.$handlers.set(scheme, handler);
  }
}
true satisfies Fits<ProtocolDouble, Protocol>;

class SessionDouble {
  $request: PermissionRequest = null;
  $check: PermissionCheck = null;
  get protocol(): Protocol {
    return loud('protocol', theProtocol) as unknown as Protocol;
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.$request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.$check = handler;
  }
}
true satisfies Fits<SessionDouble, Session>;

export const theProtocol = new ProtocolDouble();
export const theSession = new SessionDouble();
export const protocol = loud('protocol', theProtocol);

const sessionDouble = {
  defaultSession: loud('session.defaultSession', theSession) as unknown as Session,
  /** A separate partition that shares nothing with the pages. */
  fromPartition: (name: string): Session => loud(`session of ${name}`, {}) as unknown as Session,
};
true satisfies Fits<typeof sessionDouble, typeof realSession>;
export const session = loud('session', sessionDouble);
