/** What the double sends to the test that started it. */
export type DoubleMessage =
  | { readonly event: 'unknown-api'; readonly what: string }
  | { readonly event: 'ready' }
  | { readonly event: 'answer'; readonly id: number; readonly result?: unknown; readonly error?: string };

/** There may be no listener: a second instance is started by a shell, not by a test. */
export function tell(told: DoubleMessage): void {
  if (process.connected) process.send?.(told);
}
