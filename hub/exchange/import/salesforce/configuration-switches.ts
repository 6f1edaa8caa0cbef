/** Switches of a presence configuration whose Salesforce element has another name; used by imports and exports. */
import type { PresenceConfigurationSettings } from '#core/setup/presence-configuration.ts';
import type { ElementReader } from './element-reader.ts';

/** The element of each setting. */
const elements = {
  autoAccept: 'enableAutoAccept',
  allowDecline: 'enableDecline',
  chooseDeclineReason: 'enableDeclineReason',
  requestSound: 'enableRequestSound',
  disconnectSound: 'enableDisconnectSound',
} as const satisfies Partial<Record<keyof PresenceConfigurationSettings, string>>;
type Switch = keyof typeof elements;
const switches = Object.keys(elements) as Switch[];

/** Null = not in the file. */
export type SourceSwitches = Readonly<Record<Switch, boolean | null>>;

const each = <T>(value: (name: Switch) => T) =>
  Object.fromEntries(switches.map((name) => [name, value(name)])) as Record<Switch, T>;

export const readSwitches = (read: ElementReader): SourceSwitches =>
  each((name) => read.flag(elements[name]));

/** The source's switches; where the file has none, the current ones. */
export const switchesOver = (source: SourceSwitches, here: PresenceConfigurationSettings) =>
  each((name) => source[name] ?? here[name]);

/** The switches by element name. */
export const switchElements = (settings: PresenceConfigurationSettings): Record<string, boolean> =>
  Object.fromEntries(switches.map((name) => [elements[name], settings[name]]));
