/**
 * What an organisation fixes on a machine: one file that only an administrator can write. It overrides the users' own
 * settings, and what it fixes is not offered to them.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { z } from 'zod';
import type { Managed } from '#core/contract/bridge.ts';
import { AppError } from '#core/errors.ts';
import type { TextParams } from '#core/i18n/texts.ts';
import { UpdateChannel } from '#core/settings/local-settings.ts';
import { Language } from '#core/vocabulary.ts';
import { normalizeHubAddress } from '../link/hub-address.ts';
import { parseJson } from '../settings/json.ts';
import type { LocalStore } from '../settings/local-store.ts';
import { commonFilesFolder } from './common-files.ts';
import { StartupError } from './startup-error.ts';

export const Policy = z.strictObject({
  /** Address of the team's hub; the embedded one is then not started. */
  hub: z.string().max(500).optional(),
  language: Language.optional(),
  startAtLogin: z.boolean().optional(),
  /** `none` = updates of this machine are managed elsewhere. */
  updateChannel: UpdateChannel.optional(),
  /** Folder on a web server with the installers and their descriptions; replaces the one that came with the package. */
  updateFeed: z.string().max(500).optional(),
});
export type Policy = z.infer<typeof Policy>;

export interface PolicyFile {
  readonly path: string;
  /** Requires that only an administrator can have written it; not required when a policy is tried out. */
  readonly adminOnly: boolean;
}

/**
 * The policy of this machine, in a location that only administrators can write and no uninstaller empties. An
 * unpackaged copy may use another one through `ONQUEUE_POLICY`, to try it out.
 */
export function policyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, packaged: boolean): PolicyFile {
  if (!packaged && env.ONQUEUE_POLICY) return { path: env.ONQUEUE_POLICY, adminOnly: false };
  return { path: placeOf(platform), adminOnly: true };
}

function placeOf(platform: NodeJS.Platform): string {
  // Not %ProgramData%: any user may create a folder there, and with it the policy of everyone else.
  if (platform === 'win32') return win32.join(commonFilesFolder(), 'OnQueue', 'policy.json');
  if (platform === 'darwin') return '/Library/Application Support/OnQueue/policy.json';
  return '/etc/onqueue/policy.json';
}

/**
 * What the file fixes; nothing without a file. Throws `StartupError` for a file that cannot be parsed, or that a user
 * other than an administrator may have written: continuing without it would permit what it was meant to prevent.
 */
export function readPolicy({ path, adminOnly }: PolicyFile, platform: NodeJS.Platform): Policy {
  const text = readText(path, adminOnly && platform !== 'win32');
  if (text === null) return {};
  const wrong = (params: TextParams) => new StartupError('POLICY_INVALID', { path, ...params });
  const address = (field: 'hub' | 'updateFeed', typed: string) => {
    try {
      return { [field]: normalizeHubAddress(typed) };
    } catch (error) {
      const why = error instanceof AppError ? (error.params.why ?? '') : '';
      throw wrong({ where: field, why, context: 'address' });
    }
  };
  let content: unknown;
  try {
    content = parseJson(text);
  } catch {
    throw wrong({ context: 'not-json' });
  }
  const { data: policy, error } = Policy.safeParse(content);
  if (!policy) throw wrong({ where: z.prettifyError(error).split('\n')[0] ?? '' });
  const { hub, updateFeed } = policy;
  return {
    ...policy,
    ...(hub === undefined ? {} : address('hub', hub)),
    // The same rule: anything fetched over a network uses https.
    ...(updateFeed === undefined ? {} : address('updateFeed', updateFeed)),
  };
}

const ROOT = 0;
const OTHERS_MAY_WRITE = 0o022;

/** The file's text, read from the same file handle that was checked; `null` = there is none. */
function readText(path: string, ofRoot: boolean): string | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StartupError('POLICY_UNREADABLE', { path });
  }
  try {
    const { uid, mode } = fstatSync(file);
    if (ofRoot && uid !== ROOT) throw new StartupError('POLICY_FOREIGN', { path });
    if (ofRoot && (mode & OTHERS_MAY_WRITE) !== 0) throw new StartupError('POLICY_WRITABLE', { path });
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof StartupError ? error : new StartupError('POLICY_UNREADABLE', { path });
  } finally {
    closeSync(file);
  }
}

/** The settings that windows must not offer to change. */
export const managedSettings = (policy: Policy): Managed[] =>
  (['hub', 'language', 'startAtLogin', 'updateChannel'] as const).filter(
    (what) => policy[what] !== undefined,
  );

/** The store with the policy applied: a fixed setting has the policy's value, regardless of the user's file. */
export function applyPolicy(store: LocalStore, policy: Policy): LocalStore {
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
