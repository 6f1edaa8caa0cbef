/**
 * Uploads to the hub, piece by piece, each on disk where only the hub's user can read it. An upload above the limit is
 * rejected; an abandoned one is removed.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_UPLOAD_BYTES } from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import type { Clock } from '../base/clock.ts';

const MAX_UPLOADS_PER_USER = 4;
const MAX_UPLOADS = 16;
const IDLE_TIMEOUT_MS = 15 * 60_000;

interface Upload {
  readonly id: string;
  readonly owner: string;
  readonly file: string;
  bytes: number;
  touchedAt: number;
  /** Pieces are written one after the other. */
  writing: Promise<void>;
}

export class Uploads {
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();
  #folder: string | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws TOO_MANY, TOO_LARGE */
  begin(owner: string, bytes: number | null): string {
    this.#forget();
    if ((bytes ?? 0) > MAX_UPLOAD_BYTES) throw new AppError('TOO_LARGE', { most: MAX_UPLOAD_BYTES });
    const own = [...this.#uploads.values()].filter((one) => one.owner === owner);
    if (own.length >= MAX_UPLOADS_PER_USER || this.#uploads.size >= MAX_UPLOADS)
      throw new AppError('TOO_MANY', { seconds: 60 });
    this.#folder ??= mkdtempSync(join(tmpdir(), 'onqueue-uploads-'));
    const id = randomUUID();
    this.#uploads.set(id, {
      id,
      owner,
      file: join(this.#folder, id),
      bytes: 0,
      touchedAt: this.#clock.now(),
      writing: Promise.resolve(),
    });
    return id;
  }

  /**
   * Adds a piece. Sending a piece again has no effect, so it can be repeated after a cut.
   * @throws NOT_FOUND, TOO_LARGE, INVALID_INPUT for a gap
   */
  async append(owner: string, id: string, offset: number, piece: Buffer): Promise<void> {
    const upload = this.#of(owner, id);
    const added = upload.writing.then(async () => {
      if (offset + piece.length <= upload.bytes) return;
      if (offset !== upload.bytes) throw new AppError('INVALID_INPUT', { field: 'offset', problem: 'gap' });
      if (offset + piece.length > MAX_UPLOAD_BYTES)
        throw new AppError('TOO_LARGE', { most: MAX_UPLOAD_BYTES });
      const file = await open(upload.file, 'a', 0o600);
      try {
        await file.write(piece);
      } finally {
        await file.close();
      }
      upload.bytes += piece.length;
    });
    upload.writing = added.catch(() => undefined);
    await added;
  }

  async discard(owner: string, id: string): Promise<void> {
    const upload = this.#of(owner, id);
    this.#uploads.delete(id);
    await upload.writing;
    await rm(upload.file, { force: true });
  }

  /** Hands the file over; the caller removes it. @throws NOT_FOUND */
  async take(owner: string, id: string): Promise<string> {
    const upload = this.#of(owner, id);
    await upload.writing;
    this.#uploads.delete(id);
    return upload.file;
  }

  /** The content of a small upload, which is removed. @throws NOT_FOUND, TOO_LARGE */
  async read(owner: string, id: string, most: number): Promise<Buffer> {
    const { bytes } = this.#of(owner, id);
    const file = await this.take(owner, id);
    try {
      if (bytes > most) throw new AppError('TOO_LARGE', { most });
      return bytes === 0 ? Buffer.alloc(0) : await readFile(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  stop(): void {
    this.#uploads.clear();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  #of(owner: string, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (!upload || upload.owner !== owner) throw new AppError('NOT_FOUND', { what: 'upload' });
    upload.touchedAt = this.#clock.now();
    return upload;
  }

  #forget(): void {
    for (const upload of this.#uploads.values())
      if (this.#clock.now() - upload.touchedAt > IDLE_TIMEOUT_MS)
        void this.discard(upload.owner, upload.id).catch(() => undefined);
  }
}
