/** Entries produced by walking a source. */
import { formatText, type TextParams, type texts } from '#core/i18n/texts.ts';

/** One file of a source. `path` has forward slashes and is relative to the source. */
interface SourceFile {
  readonly path: string;
  /** The content, read lazily. @throws {SourceProblem} */
  read(): Promise<Buffer>;
}

/** Why a source cannot be read: a text key of `core/i18n` under `importFaults`, available in every language. */
export type FaultCode = keyof typeof texts.en.importFaults;

/** `params.detail`, if present, is the message of a library or the system: for diagnosis, not part of any sentence. */
export interface Fault {
  readonly code: FaultCode;
  readonly params: TextParams;
}

export const fault = (code: FaultCode, params: TextParams = {}): Fault => ({ code, params });

/** The English sentence of a fault, without a capital letter and a full stop. */
export const faultText = ({ code, params }: Fault): string =>
  formatText('en', `importFaults.${code}`, params);

/** A source, or one of its files, that cannot be read. */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
  readonly fault: Fault;

  constructor(code: FaultCode, params?: TextParams) {
    const one = fault(code, params);
    super(faultText(one));
    this.fault = one;
  }
}

/** The fault behind a read error: its own, or the one for unexpected errors. */
export const faultOf = (error: unknown): Fault =>
  error instanceof SourceProblem
    ? error.fault
    : fault('UNEXPECTED', { detail: error instanceof Error ? error.message : String(error) });

/** The system's error code, such as EACCES. */
export const systemCode = (error: unknown): string =>
  (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';

/** One step through a source: a file, or why one could not be read. */
export type SourceEntry = SourceFile | { readonly path: string; readonly problem: Fault };
