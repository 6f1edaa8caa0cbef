/** The database cannot be used; the message is a sentence for the person who started the program. Holds no password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
