/**
 * The only way from a page to the main process. A window asks; when it is one of ours, showing our page in its main
 * frame, it gets a MessagePort on which the bridge's contract is spoken: every input is checked against its schema
 * there.
 */
import type { IpcMain, IpcMainEvent, MessageChannelMain, MessagePortMain } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import type { BridgeRouter } from '#agent/bridge-router.ts';
import { CONNECT_CHANNEL, PORT_MESSAGE } from '#core/contract/desktop-bridge.ts';
import { APP_ORIGIN } from '../pages/app-address.ts';

/** Larger than anything a page sends. */
const MAX_FRAME_BYTES = 1024 * 1024;

export interface IpcTransportOptions {
  readonly ipcMain: IpcMain;
  readonly createChannel: () => MessageChannelMain;
  readonly router: BridgeRouter;
  /** Whether a window of ours has these contents. */
  readonly isOurs: (webContentsId: number) => boolean;
  readonly refused: (why: string) => void;
}

export function openIpcTransport({
  ipcMain,
  createChannel,
  router,
  isOurs,
  refused,
}: IpcTransportOptions): void {
  const handler = new RPCHandler(router);
  /** One port per window: a page that asks again has lost the previous one. */
  const lines = new Map<number, MessagePortMain>();

  ipcMain.on(CONNECT_CHANNEL, (event) => {
    const why = whyNot(event, isOurs);
    if (why !== null || !event.senderFrame) return refused(why ?? 'the frame is gone');
    const { port1, port2 } = createChannel();
    const id = event.sender.id;
    lines.get(id)?.close();
    lines.set(id, port1);
    port1.on('close', () => {
      if (lines.get(id) === port1) lines.delete(id);
    });
    handler.upgrade(readable(port1, refused) as unknown as Parameters<typeof handler.upgrade>[0]);
    port1.start();
    event.senderFrame.postMessage(PORT_MESSAGE, null, [port2]);
  });
}

/** Why this sender gets no port; `null` = it may have one. */
function whyNot(
  { sender, senderFrame }: IpcMainEvent,
  isOurs: (webContentsId: number) => boolean,
): string | null {
  if (!senderFrame) return 'the frame is gone';
  if (!isOurs(sender.id)) return 'the window is none of ours';
  if (senderFrame.parent !== null) return 'the frame is inside another one';
  if (senderFrame.origin !== APP_ORIGIN) return `the page is ${senderFrame.origin}`;
  return null;
}

/** The port, without messages that are not JSON: one of them closes the port. */
function readable(port: MessagePortMain, refused: (why: string) => void) {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (event?: { data: unknown }) => void) {
      if (event === 'close') return void port.on('close', () => listener());
      port.on('message', (message: { data: unknown }) => {
        if (isJson(message.data)) return listener(message);
        refused('a message was not readable');
        port.close();
      });
    },
  };
}

function isJson(data: unknown): boolean {
  if (typeof data !== 'string' || data.length > MAX_FRAME_BYTES) return false;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null;
  } catch {
    return false;
  }
}
