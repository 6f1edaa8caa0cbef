/** Limits of an import. Generous for real set-ups, small enough that a hostile file does no harm. OQ. */

/** Number of files in a folder or entries in a zip. */
export const MAX_FILES = 50_000;
/** Size of one file, unpacked. Real profiles reach a few megabytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Total size of all files read, unpacked. */
export const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
/** For sizes in sentences. */
export const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024));
/** Unpacked over packed size of one entry; below `COMPRESSION_RATIO_MIN_BYTES` bytes any ratio is accepted. */
export const MAX_COMPRESSION_RATIO = 200;
export const COMPRESSION_RATIO_MIN_BYTES = 4 * 1024 * 1024;
/** Depth of nested folders. */
export const MAX_FOLDER_DEPTH = 32;
/** Depth of nested elements. */
export const MAX_XML_DEPTH = 32;
/** Number of elements in one file. */
export const MAX_XML_ELEMENTS = 400_000;
