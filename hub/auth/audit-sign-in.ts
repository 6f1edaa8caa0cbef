/** Sign-ins, rejected ones, sign-outs and users' own password changes, in the audit log. */
import { AppError } from '#core/errors.ts';
import type { User } from '#core/setup/people.ts';
import type { HubContext } from '../unit/context.ts';
import { writeAudit } from '../audit/audit-line.ts';
import type { AttemptLog } from './attempt-log.ts';

/** Who signs in, and from where. */
export interface SignInAttempt {
  readonly username: string;
  readonly device?: string;
  readonly address: string;
}

export class SignInAudit {
  readonly #context: HubContext;
  readonly #attempts: AttemptLog;

  constructor(context: HubContext, attempts: AttemptLog) {
    this.#context = context;
    this.#attempts = attempts;
  }

  /** Runs a sign-in and logs it, or counts it among the rejected ones of this address. */
  async signIn<T extends { readonly user: User }>(given: SignInAttempt, work: () => Promise<T>): Promise<T> {
    const done = await this.#counted(given, 'sign-in-refused', work);
    await this.#line(done.user, 'sign-in', { device: given.device ?? '', address: given.address });
    return done;
  }

  signOut(user: User): Promise<void> {
    return this.#line(user, 'sign-out', {});
  }

  /** Runs a user's own password change and logs it, or counts a wrong current password. */
  async changePassword(user: User, address: string, work: () => Promise<void>): Promise<void> {
    await this.#counted({ username: user.username, address }, 'password-refused', work);
    await this.#line(user, 'password', {});
  }

  async #counted<T>(given: SignInAttempt, action: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && (error.code === 'WRONG_CREDENTIALS' || error.code === 'TOO_MANY')) {
        // An unknown name may be a password typed into the wrong field: it is not stored.
        const user = this.#context.directory.userByName(given.username);
        await this.#attempts.note({
          source: given.address,
          action,
          entity: 'user',
          entityId: user?.id ?? null,
          name: user?.name ?? null,
          actor: { id: null, name: given.address },
          facts: { address: given.address },
        });
      }
      throw error;
    }
  }

  async #line(user: User, action: string, facts: object): Promise<void> {
    const { store, clock } = this.#context;
    const after = { name: user.name, ...facts };
    await store.write((db) =>
      writeAudit(db, clock.now(), user, { action, entity: 'user', entityId: user.id, before: null, after }),
    );
  }
}
