/** What walking a source gives. */

/** One file of a source. `path` has forward slashes and is relative to the source. */
export interface SourceFile {
  readonly path: string;
  /** The content, read when asked for. @throws {SourceProblem} */
  read(): Promise<Buffer>;
}

/** Something about a source, or one of its files, that cannot be read; the message is a sentence. */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
}

/** One step through a source: a file, or what kept one from being read. */
export type SourceEntry = SourceFile | { readonly path: string; readonly problem: string };
