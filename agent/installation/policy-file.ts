/**
 * What an organisation fixes on a machine: one file that only an administrator can write. People's own settings give way
 * to it, and what it fixes is not offered to them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Managed } from '#core/contract/bridge.ts';
import { AppError } from '#core/errors.ts';
import { errorText } from '#core/i18n/texts.ts';
import { UpdateChannel } from '#core/settings/local-settings.ts';
import { Language } from '#core/vocabulary.ts';
import { normalizeHubAddress } from '../link/hub-address.ts';
import type { LocalStore } from '../settings/local-store.ts';
import { StartRefused } from './start-refused.ts';

export const Policy = z.strictObject({
  /** Address of the team's hub; the embedded one is not started then. */
  hub: z.string().max(500).optional(),
  language: Language.optional(),
  startAtLogin: z.boolean().optional(),
  /** `none` = somebody else brings this machine up to date. */
  updateChannel: UpdateChannel.optional(),
  /** Folder on a web server with the installers and their descriptions; instead of the one that came with the package. */
  updateFeed: z.string().max(500).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** Where the policy of this machine is. */
export function policyPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env.ProgramData ?? 'C:\\ProgramData', 'OnQueue', 'policy.json');
  if (platform === 'darwin') return '/Library/Application Support/OnQueue/policy.json';
  return '/etc/onqueue/policy.json';
}

/**
 * The policy in `path`; no file is an empty one. Throws `StartRefused` for a file that cannot be understood: going on
 * without it would let through what it was meant to keep.
 */
export function readPolicy(path: string): Policy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartRefused(`The policy of this machine cannot be read (${path}). Tell your administrator.`);
  }
  try {
    const policy = Policy.parse(JSON.parse(text));
    const { hub, updateFeed } = policy;
    return {
      ...policy,
      ...(hub === undefined ? {} : { hub: normalizeHubAddress(hub) }),
      // The same rule: what comes over a network comes by https.
      ...(updateFeed === undefined ? {} : { updateFeed: normalizeHubAddress(updateFeed) }),
    };
  } catch (error) {
    const where =
      error instanceof z.ZodError
        ? z.prettifyError(error).split('\n')[0]
        : error instanceof AppError
          ? errorText('en', error)
          : 'it is not valid JSON';
    throw new StartRefused(
      `The policy of this machine (${path}) is not right: ${where}. Tell your administrator.`,
    );
  }
}

/** What windows must not offer to change. */
export const managedBy = (policy: Policy): Managed[] =>
  (['hub', 'language', 'startAtLogin', 'updateChannel'] as const).filter(
    (what) => policy[what] !== undefined,
  );

/** The store as the policy lets it be seen: what is fixed has its value, whatever the person's file says. */
export function underPolicy(store: LocalStore, policy: Policy): LocalStore {
  const { language, startAtLogin, updateChannel } = policy;
  const fixed = {
    ...(language === undefined ? {} : { language }),
    ...(startAtLogin === undefined ? {} : { startAtLogin }),
    ...(updateChannel === undefined ? {} : { updateChannel }),
  };
  return {
    ...store,
    setAside: store.setAside,
    settings: () => ({ ...store.settings(), ...fixed }),
    updateSettings(patch) {
      const kept = Object.fromEntries(Object.entries(patch).filter(([key]) => !(key in fixed)));
      store.updateSettings(kept);
    },
  };
}
