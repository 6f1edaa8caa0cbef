/**
 * Entry of the embedded hub's own process. The hub itself is a bundle beside this file; this part only translates the
 * shell's "stop" message into the signal the hub handles everywhere else. When the shell dies the system ends this
 * process with it.
 */
const STOP = 'stop';

process.parentPort.on('message', ({ data }) => {
  if (data !== STOP) return;
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
  else process.exit(0);
});

await import(new URL('./hub.js', import.meta.url).href);

export {};
