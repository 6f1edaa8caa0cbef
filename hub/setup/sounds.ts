/** Uploaded sounds: identified by their content, stored in the database, removed only when no record uses them. */
import { randomUUID } from 'node:crypto';
import type { Sound } from '#core/contract/setup-system.ts';
import { MAX_CUSTOM_SOUND_BYTES, SOUND_LENGTH_SECONDS } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { inspectSound } from '#core/sounds/inspect-sound.ts';
import type { HubContext } from '../unit/context.ts';
import { type Admin, audit } from '../audit/audit-line.ts';
import type { Directory } from '../directory/directory.ts';
import type { Uploads } from './uploads.ts';

export async function listSounds(context: HubContext): Promise<Sound[]> {
  const rows = await context.store.reader
    .selectFrom('sound')
    .select(['id', 'name', 'content_type', 'bytes', 'milliseconds', 'created_at'])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    contentType: row.content_type,
    bytes: row.bytes,
    seconds: row.milliseconds / 1000,
    createdAt: row.created_at,
    usedBy: ringersOf(context.directory, row.id),
  }));
}

/** The audio data; null = there is no such sound. */
export async function readSound(
  { store }: Pick<HubContext, 'store'>,
  id: string,
): Promise<{ readonly contentType: string; readonly content: Buffer } | null> {
  const row = await store.reader
    .selectFrom('sound')
    .select(['content_type', 'content'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { contentType: row.content_type, content: Buffer.from(row.content, 'base64') } : null;
}

/** Names of the presence configurations and channels that ring with it. */
function ringersOf({ configurations, channels }: Directory, soundId: string): string[] {
  const rings = (sound: 'default' | { readonly soundId: string } | undefined) =>
    typeof sound === 'object' && sound.soundId === soundId;
  return [
    ...[...configurations.values()].filter(({ settings }) => rings(settings.notificationSound)),
    ...[...channels.values()].filter(({ sound }) => rings(sound?.notificationSound)),
  ].map(({ name }) => name);
}

/** @throws SOUND_UNKNOWN, SOUND_TOO_LONG, TOO_LARGE, NOT_FOUND */
export async function addSound(
  context: HubContext,
  admin: Admin,
  uploads: Uploads,
  given: { readonly uploadId: string; readonly name: string },
): Promise<Sound> {
  const bytes = await uploads.read(admin.id, given.uploadId, MAX_CUSTOM_SOUND_BYTES);
  const facts = inspectSound(bytes);
  if (!facts) throw new AppError('SOUND_UNKNOWN');
  const most = SOUND_LENGTH_SECONDS.most;
  // Encoders round up to whole frames: half a second over still sounds like thirty seconds.
  if (facts.seconds > most + 0.5)
    throw new AppError('SOUND_TOO_LONG', { seconds: Math.ceil(facts.seconds), most });
  const milliseconds = Math.round(facts.seconds * 1000);
  return context.unit(async (unit) => {
    const id = randomUUID();
    const { name } = given;
    await unit.db
      .insertInto('sound')
      .values({
        id,
        name,
        content_type: facts.contentType,
        content: bytes.toString('base64'),
        created_at: unit.now,
        bytes: bytes.length,
        milliseconds,
      })
      .execute();
    const record = {
      name,
      contentType: facts.contentType,
      bytes: bytes.length,
      seconds: milliseconds / 1000,
    };
    await audit(unit, admin, 'create', 'sound', id, null, record);
    return { id, ...record, createdAt: unit.now, usedBy: [] };
  });
}

/** @throws IN_USE, NOT_FOUND */
export async function removeSound(context: HubContext, admin: Admin, id: string): Promise<void> {
  await context.unit(async (unit) => {
    const by = ringersOf(unit.directory, id);
    if (by.length > 0) throw new AppError('IN_USE', { context: 'named', by: by.join(', ') });
    const row = await unit.db
      .deleteFrom('sound')
      .where('id', '=', id)
      .returning(['name', 'content_type'])
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { what: 'sound' });
    await audit(unit, admin, 'remove', 'sound', id, { name: row.name, contentType: row.content_type }, null);
  });
}
