/**
 * Loaded into the embedded hub before its own code. The shell holds the other end of the hub's standard input; when
 * that ends, the shell is gone, even if it was killed, and a hub without its shell would only block the next start. The
 * hub then shuts down as on a stop request; where there are no signals, this is also how a stop is requested.
 */
process.stdin.on('error', stop).on('end', stop).resume();
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref();

function stop(): void {
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
  else process.exit(0);
}
