/** Local settings, drafts and the device's identity as JSON files in one directory, each written atomically. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import { Drafts } from '#core/contract/bridge.ts';
import { defaultLocalSettings, LocalSettings } from '#core/settings/local-settings.ts';
import { parseJson } from './json.ts';
import { Device, type LocalStore, newDevice } from './local-store.ts';

/** The oldest drafts are dropped beyond this; a draft of a conversation that ended long ago is useless. */
const MAX_DRAFTS = 300;

/**
 * Opens the files in `directory`, which must exist and be writable. A file that cannot be parsed is renamed to
 * `NAME.json.broken-TIME` and replaced by defaults; fields that are still valid are kept. `now` names such files.
 * Throws the system's error when a file cannot be read or written at all.
 */
export function openFileStore(directory: string, now: () => number): LocalStore {
  const setAside: string[] = [];
  const open = <Shape extends z.ZodRawShape>(
    name: string,
    schema: z.ZodObject<Shape>,
    defaults: z.infer<z.ZodObject<Shape>>,
  ) => openFile(directory, name, schema, defaults, now, setAside);

  const settings = open('settings', LocalSettings, defaultLocalSettings);
  const drafts = open('drafts', z.object({ drafts: Drafts }), { drafts: {} });
  const device = open('device', Device, newDevice(randomUUID()));

  return {
    setAside,
    settings: () => settings.read(),
    updateSettings: (patch) => settings.write(LocalSettings.parse({ ...settings.read(), ...patch })),
    drafts: () => drafts.read().drafts,
    saveDraft(workItemId, text) {
      const { [workItemId]: _replaced, ...others } = drafts.read().drafts;
      const kept = Object.entries(others).slice(-(MAX_DRAFTS - 1));
      drafts.write({ drafts: Object.fromEntries(text === '' ? kept : [...kept, [workItemId, text]]) });
    },
    device: () => device.read(),
    updateDevice: (patch) => device.write({ ...device.read(), ...patch }),
  };
}

interface OpenFile<Content> {
  read(): Content;
  write(content: Content): void;
}

function openFile<Shape extends z.ZodRawShape>(
  directory: string,
  name: string,
  schema: z.ZodObject<Shape>,
  defaults: z.infer<z.ZodObject<Shape>>,
  now: () => number,
  setAside: string[],
): OpenFile<z.infer<z.ZodObject<Shape>>> {
  type Content = z.infer<z.ZodObject<Shape>>;
  const path = join(directory, `${name}.json`);
  const openConf = () =>
    new Conf<Record<string, unknown>>({
      cwd: directory,
      configName: name,
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
      deserialize: (text) => parseJson(text) as Record<string, unknown>,
    });
  const moveAway = () => {
    const aside = `${path}.broken-${now()}`;
    renameSync(path, aside);
    setAside.push(basename(aside));
  };

  const existed = existsSync(path);
  // The library treats an empty or a foreign file as empty; its author may want the content back.
  if (existed && !holdsAnObject(path)) moveAway();
  let conf = openConf();
  const stored: unknown = conf.store;
  const whole = schema.safeParse({ ...defaults, ...(stored as object) });
  if (!whole.success) {
    moveAway();
    conf = openConf();
  }
  let content: Content = whole.success ? whole.data : salvage(schema, defaults, stored as object);
  const write = (next: Content) => {
    content = next;
    conf.store = next as Record<string, unknown>;
  };
  if (!existed || setAside.length > 0) write(content);
  return { read: () => content, write };
}

function holdsAnObject(path: string): boolean {
  const text = readFileSync(path, 'utf8');
  try {
    const content = parseJson(text);
    return typeof content === 'object' && content !== null && !Array.isArray(content);
  } catch {
    return false;
  }
}

/** The fields that are valid by themselves, and the defaults of the others. */
function salvage<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  defaults: z.infer<z.ZodObject<Shape>>,
  stored: object,
): z.infer<z.ZodObject<Shape>> {
  return Object.entries(stored).reduce((kept, [field, value]) => {
    const attempt = schema.safeParse({ ...kept, [field]: value });
    return attempt.success ? attempt.data : kept;
  }, defaults);
}
