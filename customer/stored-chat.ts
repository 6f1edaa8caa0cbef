/** What must survive a reload: the token of the conversation, and unsent messages. One chat per queue. */

export interface UnsentMessage {
  readonly clientId: string;
  readonly text: string;
}

interface StoredChat {
  readonly token: string;
  readonly unsent: readonly UnsentMessage[];
}

export interface ChatStorage {
  read(): StoredChat | null;
  write(chat: StoredChat): void;
  clear(): void;
}

/** Keeps the chat in `storage`; in memory where that is missing or fails (private mode, full). */
export function openChatStorage(storage: () => Storage, queue: string | null): ChatStorage {
  const key = `onqueue.chat:${queue ?? ''}`;
  let memory: StoredChat | null = null;
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

function parse(text: string | null): StoredChat | null {
  try {
    const { token, unsent } = JSON.parse(text ?? 'null') as Partial<StoredChat>;
    if (typeof token !== 'string') return null;
    return { token, unsent: Array.isArray(unsent) ? unsent : [] };
  } catch {
    return null;
  }
}
