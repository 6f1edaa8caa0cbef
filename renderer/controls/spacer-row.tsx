/** Stands in a table for this many rows out of sight, each of that height in CSS pixels. Not interactive. */
export function SpacerRow({ rows, height }: { readonly rows: number; readonly height: number }) {
  if (rows <= 0) return null;
  return <tr aria-hidden="true" style={{ height: rows * height, pointerEvents: 'none' }} />;
}
