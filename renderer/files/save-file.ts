/** Downloads a file, the way the browser or the desktop shell saves files. */
export function saveFile(name: string, content: BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob(content, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Most browsers are done with it once the click is over; some take a moment longer.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A day for file names: 2026-03-31. */
export const dayStamp = (at: number) => new Date(at).toISOString().slice(0, 10);
