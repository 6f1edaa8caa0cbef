/** How much an import reads before it says no. Generous for real set-ups, small enough that a hostile file cannot hurt. OQ. */

/** Files in a folder or entries in a zip. */
export const MAX_FILES = 50_000;
/** One file, unpacked. Real profiles reach a few megabytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** All files that are read, unpacked. */
export const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
/** As sentences name sizes. */
export const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024));
/** Unpacked over packed size of one entry; below `COMPRESSION_RATIO_MIN_BYTES` bytes anything may be that regular. */
export const MAX_COMPRESSION_RATIO = 200;
export const COMPRESSION_RATIO_MIN_BYTES = 4 * 1024 * 1024;
/** Folders inside folders. */
export const MAX_FOLDER_DEPTH = 32;
/** Elements inside elements. */
export const MAX_XML_DEPTH = 32;
/** Elements of one file. */
export const MAX_XML_ELEMENTS = 400_000;
