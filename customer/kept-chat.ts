/** What must survive a reload: the token of the conversation, and what was written but not sent. One chat per queue. */

export interface UnsentMessage {
  readonly clientId: string;
  readonly text: string;
}

export interface KeptChat {
  readonly token: string;
  readonly unsent: readonly UnsentMessage[];
}

export interface ChatKeeper {
  read(): KeptChat | null;
  write(chat: KeptChat): void;
  clear(): void;
}

/** Keeps the chat in `storage`; where there is none, or it refuses (private mode, full), in memory. */
export function openKeeper(storage: () => Storage, queue: string | null): ChatKeeper {
  const key = `onqueue.chat:${queue ?? ''}`;
  let memory: KeptChat | null = null;
  const attempt = <T>(act: (storage: Storage) => T): T | null => {
    try {
      return act(storage());
    } catch {
      return null;
    }
  };
  return {
    read: () => memory ?? parse(attempt((kept) => kept.getItem(key))),
    write(chat) {
      memory = chat;
      attempt((kept) => kept.setItem(key, JSON.stringify(chat)));
    },
    clear() {
      memory = null;
      attempt((kept) => kept.removeItem(key));
    },
  };
}

function parse(text: string | null): KeptChat | null {
  try {
    const { token, unsent } = JSON.parse(text ?? 'null') as Partial<KeptChat>;
    if (typeof token !== 'string') return null;
    return { token, unsent: Array.isArray(unsent) ? unsent : [] };
  } catch {
    return null;
  }
}
