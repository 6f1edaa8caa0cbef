/**
 * What a page has before its own code runs: visibility and focus as the window's, and the preload with the two
 * modules that a sandboxed one may use. Runs inside the page; must not reference anything outside of `shim`.
 */

/** Messages of the page to the main process. */
export type FromPage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number }
  /** The page tries to open a window. */
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'unknown-api'; readonly what: string };

/** Messages of the main process to the page. */
export type ToPage =
  | { readonly kind: 'message'; readonly channel: string; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number }
  | { readonly kind: 'state'; readonly visible: boolean; readonly focused: boolean };

export interface ShimOptions {
  readonly argv: readonly string[];
  readonly visible: boolean;
  readonly focused: boolean;
}

declare const window: Record<string, unknown> & {
  top: unknown;
  dispatchEvent(event: unknown): void;
};
interface Click {
  readonly target: { closest(selector: string): { readonly href: string } | null };
  preventDefault(): void;
}
declare const document: {
  dispatchEvent(event: unknown): void;
  addEventListener(type: 'click', listener: (event: Click) => void, capture: true): void;
};
declare const Document: { prototype: object };
interface PagePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(data: unknown): void;
  addEventListener(type: 'close', listener: () => void): void;
  close(): void;
}
declare const MessageChannel: new () => { readonly port1: PagePort; readonly port2: PagePort };
declare const location: { readonly origin: string };
declare const Event: new (name: string) => unknown;

export type RunPreload = (require: unknown, module: unknown, exports: unknown, process: unknown) => void;

export function shim(options: ShimOptions, runPreload: RunPreload): void {
  const say = window.__electronDouble as (message: FromPage) => Promise<void>;
  let { visible, focused } = options;
  Object.defineProperty(Document.prototype, 'visibilityState', {
    get: () => (visible ? 'visible' : 'hidden'),
  });
  Object.defineProperty(Document.prototype, 'hidden', { get: () => !visible });
  Object.defineProperty(Document.prototype, 'hasFocus', { value: () => focused });
  Object.defineProperty(window, 'open', {
    value: (url: string) => {
      void say({ kind: 'open', url: String(url) });
      return null;
    },
  });
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target.closest('a[target="_blank"]');
      if (!link) return;
      event.preventDefault();
      void say({ kind: 'open', url: link.href });
    },
    true,
  );
  // Preloads run in the main frame only, and only in pages of our scheme.
  if (window.top !== window || location.origin === 'null') return;

  const ports = new Map<number, PagePort>();
  const listeners = new Map<string, ((event: unknown) => void)[]>();
  const missing = (what: string) => {
    void say({ kind: 'unknown-api', what });
    throw new Error(`The electron double has no ${what}.`);
  };
  const loudly = <Part extends object>(name: string, part: Part): Part =>
    new Proxy(part, {
      get: (target, key) => (key in target ? Reflect.get(target, key) : missing(`${name}.${String(key)}`)),
    });

  Object.defineProperty(window, '__electronDoubleHear', {
    value(message: ToPage) {
      if (message.kind === 'state') {
        const [wasVisible, wasFocused] = [visible, focused];
        ({ visible, focused } = message);
        if (wasVisible !== visible) document.dispatchEvent(new Event('visibilitychange'));
        if (wasFocused !== focused) window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
      } else if (message.kind === 'port') ports.get(message.port)?.postMessage(message.data);
      else if (message.kind === 'port-closed') {
        ports.get(message.port)?.close();
        ports.delete(message.port);
      } else {
        const handed = message.ports.map((id) => {
          const { port1, port2 } = new MessageChannel();
          ports.set(id, port1);
          port1.onmessage = ({ data }) => void say({ kind: 'port', port: id, data });
          port1.addEventListener('close', () => {
            if (ports.delete(id)) void say({ kind: 'port-closed', port: id });
          });
          return port2;
        });
        for (const listener of listeners.get(message.channel) ?? []) listener({ ports: handed });
      }
    },
  });

  const electron = {
    ipcRenderer: loudly('ipcRenderer', {
      send: (channel: string, ...args: unknown[]) => void say({ kind: 'send', channel, args }),
      on(channel: string, listener: (event: unknown) => void) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    }),
    contextBridge: loudly('contextBridge', {
      exposeInMainWorld(name: string, api: Record<string, unknown>) {
        // Values cross as copies, functions as functions; the copy is frozen, as in Electron.
        const copy = Object.fromEntries(
          Object.entries(api).map(([key, value]) => [
            key,
            typeof value === 'function'
              ? (...args: unknown[]) => void (value as (...given: unknown[]) => unknown)(...args)
              : structuredClone(value),
          ]),
        );
        Object.defineProperty(window, name, { value: Object.freeze(copy) });
      },
    }),
  };
  void say({ kind: 'hello' });
  const module = { exports: {} };
  const require = (name: string) =>
    name === 'electron' ? loudly('electron', electron) : missing(`require('${name}')`);
  runPreload(require, module, module.exports, loudly('process', { argv: options.argv }));
}
