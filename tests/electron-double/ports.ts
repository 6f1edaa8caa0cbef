/** `MessageChannelMain`: two ends in this process, one of which may be transferred to a page. */
import { EventEmitter } from 'node:events';
import type { MessageChannelMain as RealChannel, MessagePortMain } from 'electron';
import { type Fits, loud } from './loud.ts';

/** Where messages go of a port that was transferred to a page. */
export interface Far {
  deliver(data: unknown): void;
  closed(): void;
}

export class PortDouble extends EventEmitter {
  $other: PortDouble | null = null;
  $far: Far | null = null;
  #started = false;
  #closed = false;
  #waiting: unknown[] = [];

  postMessage(message: unknown): void {
    if (this.#closed) return;
    // Messages are copied; what cannot be cloned throws here, as in Electron.
    this.$other?.$receive(structuredClone(message));
  }
  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }
  close(): void {
    if (this.#closed) return;
    this.$end();
    this.$other?.$end();
  }

  $receive(data: unknown): void {
    if (this.#closed) return;
    if (this.$far) this.$far.deliver(data);
    else if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
  $end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.$far?.closed();
    setImmediate(() => this.emit('close'));
  }
}
true satisfies Fits<PortDouble, MessagePortMain>;

const portEvents = ['message', 'close'];
const handedOver = new WeakMap<object, PortDouble>();
export const portBehind = (port: object): PortDouble | undefined => handedOver.get(port);

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;
  constructor() {
    const [one, two] = [new PortDouble(), new PortDouble()];
    [one.$other, two.$other] = [two, one];
    const [port1, port2] = [
      loud('MessagePortMain', one, portEvents),
      loud('MessagePortMain', two, portEvents),
    ];
    handedOver.set(port1, one);
    handedOver.set(port2, two);
    this.port1 = port1 as unknown as MessagePortMain;
    this.port2 = port2 as unknown as MessagePortMain;
  }
}
true satisfies Fits<MessageChannelMain, RealChannel>;
