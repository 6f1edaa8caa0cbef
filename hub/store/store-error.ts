/** The database cannot be used; the message is a sentence for the operator. Never contains a password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
