/** What the double says to the test that has started it. */
export type DoubleMessage =
  | { readonly event: 'unknown-api'; readonly what: string }
  | { readonly event: 'ready' }
  | { readonly event: 'answer'; readonly id: number; readonly result?: unknown; readonly error?: string };

/** Nobody may listen: a second instance is started by a shell, not by a test. */
export function tell(told: DoubleMessage): void {
  if (process.connected) process.send?.(told);
}
