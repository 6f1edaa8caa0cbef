/**
 * Detects that this machine's network has changed: a cable, another Wi-Fi, a VPN that came or went. Systems notify
 * pages and processes of it late or not at all, so the addresses themselves are compared.
 */
import { networkInterfaces } from 'node:os';
import type { Cancel, Clock } from '../clock.ts';

/** The addresses by which other machines can reach this one; equal strings = the same network. */
export function networkNow(interfaces: typeof networkInterfaces = networkInterfaces): string {
  return Object.values(interfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');
}

/** Polling costs a few microseconds. OQ. */
const POLL_INTERVAL_MS = 3_000;

/** Calls `changed` shortly after the network has changed, until it is cancelled. */
export function watchNetwork(clock: Clock, changed: () => void, look: () => string = networkNow): Cancel {
  let known = look();
  let cancel: Cancel = () => undefined;
  const lookLater = () => {
    cancel = clock.after(POLL_INTERVAL_MS, () => {
      const now = look();
      if (now !== known) {
        known = now;
        // Without a network there is nothing to try.
        if (now !== '') changed();
      }
      lookLater();
    });
  };
  lookLater();
  return () => cancel();
}
