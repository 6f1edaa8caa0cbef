/** What walking a source gives. */
import { formatText, type TextParams, type texts } from '#core/i18n/texts.ts';

/** One file of a source. `path` has forward slashes and is relative to the source. */
interface SourceFile {
  readonly path: string;
  /** The content, read when asked for. @throws {SourceProblem} */
  read(): Promise<Buffer>;
}

/** Why something cannot be read: a text of `core/i18n` under `importFaults`, so that it is there in every language. */
export type FaultCode = keyof typeof texts.en.importFaults;

/** `params.detail`, where there is one, is what a library or the system said: for whoever looks for the cause, in no sentence. */
export interface Fault {
  readonly code: FaultCode;
  readonly params: TextParams;
}

export const fault = (code: FaultCode, params: TextParams = {}): Fault => ({ code, params });

/** The sentence of a fault in English, without a capital and a full stop. */
export const faultText = ({ code, params }: Fault): string =>
  formatText('en', `importFaults.${code}`, params);

/** Something about a source, or one of its files, that cannot be read. */
export class SourceProblem extends Error {
  override readonly name = 'SourceProblem';
  readonly fault: Fault;

  constructor(code: FaultCode, params?: TextParams) {
    const one = fault(code, params);
    super(faultText(one));
    this.fault = one;
  }
}

/** The fault behind an error of reading: its own, or that nobody expected it. */
export const faultOf = (error: unknown): Fault =>
  error instanceof SourceProblem
    ? error.fault
    : fault('UNEXPECTED', { detail: error instanceof Error ? error.message : String(error) });

/** How the system names an error of its own, such as EACCES. */
export const systemCode = (error: unknown): string =>
  (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';

/** One step through a source: a file, or what kept one from being read. */
export type SourceEntry = SourceFile | { readonly path: string; readonly problem: Fault };
