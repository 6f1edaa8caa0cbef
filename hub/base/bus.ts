/**
 * Messages inside one hub process, published after a commit. They are hints only: a missed message is recovered from
 * the database (snapshots are polled, the router reconciles).
 */
import { EventEmitter } from 'node:events';

export interface News {
  /** Agents whose snapshot version increased. */
  readonly agents: readonly string[];
  /** Work items whose conversation changed. */
  readonly conversations: readonly string[];
  /** Work items with new events. */
  readonly items: readonly string[];
  /** Queues whose waiting items changed. */
  readonly queues: readonly string[];
  /** Setup changed. */
  readonly setup: boolean;
  /** Users and conversations of which a sign-in or a token has ended. */
  readonly access?: readonly string[];
  /** Typing started or stopped; never stored. */
  readonly typing?: {
    readonly workItemId: string;
    readonly from: 'customer' | 'agent';
    readonly typing: boolean;
  };
}

export class Bus {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  publish(news: News): void {
    this.#emitter.emit('news', news);
  }

  /** Returns an unsubscribe function. */
  subscribe(listener: (news: News) => void): () => void {
    this.#emitter.on('news', listener);
    return () => this.#emitter.off('news', listener);
  }
}
