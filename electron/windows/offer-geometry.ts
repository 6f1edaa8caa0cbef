/** Position of the offer window: in a corner of the display in use, never larger than the available room. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const OFFER_WIDTH = 380;
const MARGIN = 16;
/** Height before the page has reported one: about one card. */
export const INITIAL_HEIGHT = 260;

/**
 * The bounds for content of this height. The corner is where the system shows its own notifications: top right on
 * macOS, bottom right elsewhere. OQ.
 */
export function offerBounds(
  workArea: Rectangle,
  contentHeight: number,
  platform: NodeJS.Platform,
): Rectangle {
  const width = Math.min(OFFER_WIDTH, Math.max(1, workArea.width - 2 * MARGIN));
  const height = Math.min(Math.max(1, contentHeight), Math.max(1, workArea.height - 2 * MARGIN));
  const top = platform === 'darwin' ? workArea.y + MARGIN : workArea.y + workArea.height - height - MARGIN;
  return { x: workArea.x + workArea.width - width - MARGIN, y: top, width, height };
}
