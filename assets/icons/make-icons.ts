/**
 * Draws every icon of the application from one description: the tray's (status by colour and by shape, a dot for open
 * offers, a broken look while the link is lost; for light and dark panels, as macOS templates, as Windows icons), the
 * marks on the taskbar, and the application's own.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeIcns, encodeIco, encodePng, type Picture } from './png.ts';
import {
  type Colour,
  disc,
  draw,
  type Layer,
  line,
  ring,
  roundedSquare,
  type Shape,
  union,
  without,
} from './shapes.ts';

export const trayBases = ['available', 'busy', 'busy-dnd', 'away', 'offline', 'none'] as const;
type TrayBase = (typeof trayBases)[number];
type Look = 'light' | 'dark' | 'template';

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
const offerColour: Colour = [61, 90, 241];
type Colours = readonly [light: Colour, dark: Colour];
const busy: Colours = [
  [203, 44, 62],
  [240, 96, 111],
];
const offline: Colours = [
  [109, 112, 123],
  [141, 144, 156],
];
/** The colours of presence, as the windows show them (`renderer/styles/tokens.css`); lighter on dark panels. */
const colours: Readonly<Record<TrayBase, Colours>> = {
  available: [
    [18, 131, 63],
    [63, 191, 114],
  ],
  busy,
  'busy-dnd': busy,
  away: [
    [168, 100, 0],
    [229, 165, 61],
  ],
  offline,
  none: offline,
};

const [centre, radius] = [0.5, 0.4];
const full = disc(centre, centre, radius);

/** Each base has a shape of its own, so that nobody needs to tell colours apart. */
const shapes: Readonly<Record<TrayBase, Shape>> = {
  available: without(full, union(line(0.32, 0.52, 0.45, 0.65, 0.1), line(0.45, 0.65, 0.69, 0.38, 0.1))),
  busy: full,
  'busy-dnd': without(full, line(0.32, 0.5, 0.68, 0.5, 0.13)),
  away: without(full, union(line(0.5, 0.28, 0.5, 0.52, 0.1), line(0.5, 0.52, 0.66, 0.6, 0.1))),
  offline: ring(centre, centre, radius - 0.05, 0.1),
  none: ring(centre, centre, radius - 0.09, 0.06),
};
const slash = line(0.14, 0.86, 0.86, 0.14, 0.09);
const slashGap = line(0.1, 0.9, 0.9, 0.1, 0.21);
const dot = disc(0.78, 0.22, 0.2);
const dotGap = disc(0.78, 0.22, 0.27);

function trayPicture(size: number, base: TrayBase, offers: boolean, lost: boolean, look: Look): Picture {
  const [light, dark] = colours[base];
  const colour = look === 'template' ? black : look === 'dark' ? dark : light;
  const edge = look === 'template' ? black : look === 'dark' ? white : black;
  let shape = shapes[base];
  if (lost) shape = without(shape, slashGap);
  if (offers) shape = without(shape, dotGap);
  const layers: Layer[] = [{ shape, colour, opacity: lost ? 0.55 : 1 }];
  if (lost) layers.push({ shape: offers ? without(slash, dotGap) : slash, colour: edge });
  if (offers) layers.push({ shape: dot, colour: look === 'template' ? black : offerColour });
  return draw(size, layers);
}

/** The application's mark: a queue of three, the first one taken. */
const appPicture = (size: number): Picture =>
  draw(size, [
    { shape: roundedSquare(0.04, 0.22), colour: offerColour },
    { shape: disc(0.29, 0.5, 0.13), colour: white },
    { shape: ring(0.56, 0.5, 0.095, 0.05), colour: white },
    { shape: ring(0.8, 0.5, 0.065, 0.045), colour: white, opacity: 0.8 },
  ]);

const overlay = (colour: Colour, mark: Shape): Picture =>
  draw(32, [
    { shape: disc(0.5, 0.5, 0.48), colour },
    { shape: mark, colour: white },
  ]);

/** An exclamation mark: somebody calls. */
const exclamation = union(line(0.5, 0.26, 0.5, 0.54, 0.14), disc(0.5, 0.74, 0.08));

/** Every file, by its name. */
export function icons(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const base of trayBases)
    for (const offers of [false, true])
      for (const lost of [false, true]) {
        const name = ['tray', base, ...(offers ? ['offer'] : []), ...(lost ? ['lost'] : [])].join('-');
        const at = (size: number, look: Look) => trayPicture(size, base, offers, lost, look);
        files.set(`${name}Template.png`, encodePng(at(18, 'template')));
        files.set(`${name}Template@2x.png`, encodePng(at(36, 'template')));
        for (const look of ['light', 'dark'] as const) {
          files.set(`${name}-${look}.png`, encodePng(at(22, look)));
          files.set(`${name}-${look}@2x.png`, encodePng(at(44, look)));
          files.set(`${name}-${look}.ico`, encodeIco([16, 20, 24, 32, 48].map((size) => at(size, look))));
        }
      }
  files.set('overlay-offers.png', encodePng(overlay(offerColour, disc(0.5, 0.5, 0.2))));
  files.set('overlay-unread.png', encodePng(overlay([100, 104, 112], disc(0.5, 0.5, 0.2))));
  files.set('overlay-calls.png', encodePng(overlay([176, 108, 0], exclamation)));
  files.set('overlay-link-lost.png', encodePng(overlay([200, 40, 45], line(0.3, 0.5, 0.7, 0.5, 0.14))));
  files.set('app.png', encodePng(appPicture(512)));
  files.set('app.ico', encodeIco([16, 24, 32, 48, 64, 128, 256].map(appPicture)));
  files.set('app.icns', encodeIcns([128, 256, 512].map(appPicture)));
  return files;
}

/** Writes all of them into `directory`. */
export async function writeIcons(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await Promise.all([...icons()].map(([name, bytes]) => writeFile(join(directory, name), bytes)));
}
