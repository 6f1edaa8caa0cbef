/** Shapes as distances: how far a point is outside a shape (negative inside), in a square from 0 to 1. */
import type { Picture } from './png.ts';

export type Shape = (x: number, y: number) => number;

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

export const ring =
  (cx: number, cy: number, radius: number, width: number): Shape =>
  (x, y) =>
    Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2;

/** A line with round ends. */
export const line =
  (x1: number, y1: number, x2: number, y2: number, width: number): Shape =>
  (x, y) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) - width / 2;
  };

export const roundedSquare =
  (inset: number, radius: number): Shape =>
  (x, y) => {
    const half = 0.5 - inset - radius;
    const [dx, dy] = [Math.abs(x - 0.5) - half, Math.abs(y - 0.5) - half];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };

export const union =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    Math.max(shape(x, y), -hole(x, y));

export type Colour = readonly [red: number, green: number, blue: number];
export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour;
  /** 0–1. */
  readonly opacity?: number;
}

/** Draws layers over each other, later ones on top, with smooth edges. */
export function draw(size: number, layers: readonly Layer[]): Picture {
  const rgba = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (const { shape, colour, opacity = 1 } of layers) {
        const cover = Math.max(0, Math.min(1, 0.5 - shape(x, y) * size)) * opacity;
        if (cover === 0) continue;
        const whole = cover + alpha * (1 - cover);
        const mix = (over: number, under: number) => (over * cover + under * alpha * (1 - cover)) / whole;
        [red, green, blue, alpha] = [mix(colour[0], red), mix(colour[1], green), mix(colour[2], blue), whole];
      }
      rgba.set([red, green, blue, alpha * 255].map(Math.round), (row * size + column) * 4);
    }
  return { size, rgba };
}
