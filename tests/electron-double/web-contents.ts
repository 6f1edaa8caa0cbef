/** The contents of a window: a page of a real Chromium, with the preload in it. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { MessagePortMain, WebContents, WebPreferences } from 'electron';
import type { Frame, Page, Route } from 'playwright-core';
import { originOf, real, shown } from './addresses.ts';
import { preventable, theApp } from './app.ts';
import { pagesOfThisApp } from './browser.ts';
import { theIpcMain } from './ipc-main.ts';
import { type Fits, known, loud } from './loud.ts';
import { type FromPage, shim, type ShimOptions, type ToPage } from './page-shim.ts';
import { type PortDouble, portBehind } from './ports.ts';
import { theProtocol } from './session.ts';
import { tell } from './tell.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
let count = 0;
let portCount = 0;

export class WebContentsDouble extends EventEmitter {
  readonly id: number;
  readonly $preferences: WebPreferences;
  readonly $self: WebContents;
  $page: Page | null = null;
  $state = { visible: false, focused: false };
  #size: { width: number; height: number };
  #url = 'about:blank';
  #opening: Promise<Page> | null = null;
  #destroyed = false;
  #openHandler: OpenHandler | null = null;
  /** Set while the main process itself navigates. */
  #ordered = '';
  readonly #ports = new Map<number, PortDouble>();

  constructor(preferences: WebPreferences, size: { width: number; height: number }) {
    super();
    this.#size = size;
    this.id = count += 1;
    this.$preferences = known('webPreferences', preferences, [
      'preload',
      'sandbox',
      'contextIsolation',
      'nodeIntegration',
      'webSecurity',
      'additionalArguments',
      'backgroundThrottling',
      'autoplayPolicy',
    ]);
    this.$self = loud<WebContentsDouble>('webContents', this, [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
      'before-mouse-event',
      'render-process-gone',
      'unresponsive',
      'responsive',
    ]) as unknown as WebContents;
    setImmediate(() => theApp.emit('web-contents-created', preventable(), this.$self));
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url;
    const page = await this.#pageNow();
    this.#ordered = shown(url);
    // Chromium treats a second navigation to the same address as a reload.
    const going = page.url() === shown(url) ? page.reload() : page.goto(shown(url));
    await going.catch((error: unknown) => {
      if (!this.#destroyed) throw error;
    });
  }
  getURL(): string {
    return real(this.$page?.url() ?? this.#url);
  }
  reload(): void {
    this.#closePorts();
    void this.loadURL(this.getURL()).catch(() => undefined);
  }
  forcefullyCrashRenderer(): void {
    void this.$page?.close().catch(() => undefined);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#pageNow()).evaluate(code);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** The current state of the window, as the page sees it. */
  $show(visible: boolean, focused: boolean): void {
    this.$state = { visible: visible || this.$preferences.backgroundThrottling === false, focused };
    this.#say({ kind: 'state', ...this.$state });
  }
  $resize(width: number, height: number): void {
    this.#size = { width, height };
    void this.$page?.setViewportSize(this.#size).catch(() => undefined);
  }
  $destroy(): void {
    this.#destroyed = true;
    this.#closePorts();
    void this.$page?.close().catch(() => undefined);
  }

  #pageNow(): Promise<Page> {
    return (this.#opening ??= this.#open());
  }

  async #open(): Promise<Page> {
    const { preload, additionalArguments = [] } = this.$preferences;
    const context = await pagesOfThisApp(additionalArguments);
    const page = await context.newPage();
    this.$page = page;
    await page.setViewportSize(this.#size);
    await page.exposeBinding('__electronDouble', ({ frame }, message: FromPage) =>
      this.#hear(frame, message),
    );
    const options: ShimOptions = {
      argv: ['electron', ...additionalArguments],
      ...this.$state,
    };
    const source = preload ? readFileSync(preload, 'utf8') : '';
    // As text: a page under our policy cannot evaluate strings as code.
    const run = `function (require, module, exports, process) { ${source}\n}`;
    await page.addInitScript({ content: `(${shim.toString()})(${JSON.stringify(options)}, ${run});` });
    await page.route('**/*', (route) => this.#answer(route));
    page.on('crash', () => {
      this.#processGone(page);
      void page.close().catch(() => undefined);
    });
    page.on('close', () => this.#processGone(page));
    return page;
  }

  /** The process behind the page has ended unexpectedly. */
  #processGone(page: Page): void {
    if (this.$page !== page || this.#destroyed) return;
    this.#closePorts();
    this.#url = real(page.url());
    this.#opening = null;
    this.$page = null;
    this.emit('render-process-gone', preventable(), { reason: 'crashed', exitCode: 139 });
  }

  /** Our scheme is answered by its handler; navigating away requires permission; nothing else is reachable. */
  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = real(request.url());
    const frame = request.isNavigationRequest() ? request.frame() : null;
    if (frame && request.url() !== this.#ordered.split('#')[0]) {
      const event = preventable({ url, isMainFrame: frame.parentFrame() === null });
      if (event.isMainFrame) this.emit('will-navigate', event);
      this.emit('will-frame-navigate', event);
      if (event.defaultPrevented) return route.abort('aborted');
    }
    const handler = theProtocol.$handlers.get(url.split(':', 1)[0] ?? '');
    if (!handler) return route.abort('accessdenied');
    try {
      const answer = await handler(new Request(url, { method: request.method() }));
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      });
    } catch {
      await route.abort('failed').catch(() => undefined);
    }
  }

  #hear(frame: Frame, message: FromPage): void {
    if (message.kind === 'hello') {
      this.#closePorts();
      this.#say({ kind: 'state', ...this.$state });
    } else if (message.kind === 'unknown-api') tell({ event: 'unknown-api', what: message.what });
    else if (message.kind === 'port') {
      const { data } = message;
      this.#ports.get(message.port)?.$other?.$receive(data);
    } else if (message.kind === 'open') {
      const details = { url: real(message.url), disposition: 'foreground-tab' };
      this.#openHandler?.(details as Parameters<OpenHandler>[0]);
    } else if (message.kind === 'port-closed') this.#ports.get(message.port)?.close();
    else {
      const event = {
        sender: this.$self,
        senderFrame: this.#frame(frame),
        processId: 0,
        frameId: 0,
        ports: [],
      };
      theIpcMain.emit(message.channel, event, ...message.args);
    }
  }

  #frame(frame: Frame): object {
    const parent = frame.parentFrame();
    const url = real(frame.url());
    return loud('WebFrameMain', {
      url,
      origin: originOf(url),
      parent: parent ? this.#frame(parent) : null,
      postMessage: (channel: string, _message: unknown, transfer: MessagePortMain[] = []) => {
        const ports = transfer.map((port) => this.#handOver(port));
        this.#say({ kind: 'message', channel, ports });
      },
    });
  }

  #handOver(port: object): number {
    const behind = portBehind(port);
    if (!behind) throw new Error('not a port');
    const id = (portCount += 1);
    this.#ports.set(id, behind);
    behind.$far = {
      deliver: (data) => this.#say({ kind: 'port', port: id, data }),
      closed: () => {
        this.#ports.delete(id);
        this.#say({ kind: 'port-closed', port: id });
      },
    };
    return id;
  }

  #closePorts(): void {
    for (const port of [...this.#ports.values()]) port.close();
    this.#ports.clear();
  }

  #say(message: ToPage): void {
    const page = this.$page;
    if (!page || page.isClosed()) return;
    page
      .evaluate((given) => {
        const hear = (globalThis as unknown as { __electronDoubleHear?: (message: unknown) => void })
          .__electronDoubleHear;
        hear?.(given);
      }, message)
      .catch(() => undefined);
  }
}
true satisfies Fits<WebContentsDouble, WebContents>;
