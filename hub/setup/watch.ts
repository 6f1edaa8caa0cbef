/** Streams Setup to open pages: the snapshot, then the differences of every change. */
import type { SetupUpdate } from '#core/contract/setup.ts';
import { changesBetween } from '#core/setup/snapshot-changes.ts';
import type { HubContext } from '../unit/context.ts';
import { createLatest } from '../base/stream.ts';

/** Until the signal aborts. Changes made while one is being sent are sent together. */
export async function* watchSetup(
  hub: HubContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<SetupUpdate, void, void> {
  const news = createLatest<null>();
  const stop = hub.bus.subscribe(({ setup }) => setup && news.push(null));
  try {
    let shown = hub.directory.picture;
    yield { picture: shown };
    for await (const _ of news.values(signal)) {
      const { picture } = hub.directory;
      if (picture === shown) continue;
      const changes = changesBetween(shown, picture);
      shown = picture;
      yield { changes };
    }
  } finally {
    stop();
  }
}
