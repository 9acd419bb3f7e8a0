import type { ExchangeTally } from '../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { ProjectKind } from '../domain/project.ts';
import type { FormatName } from '../domain/source.ts';

/** One file to read. `format` is what its ending and its first bytes say. */
export interface SourceFile {
  readonly path: string;
  /** How reports name the file: relative to the folder that was given, with forward slashes. */
  readonly name: string;
  readonly format: FormatName;
  readonly bytes: number;
  /** Name of the folder that holds the file, when that is below the folder given; a class if wanted. */
  readonly folderClass: string | null;
}

export interface ReadContext {
  readonly kind: ProjectKind;
  /** Looked at between chunks; an abort throws `AppError('cancelled')`. */
  readonly signal?: AbortSignal | undefined;
}

/** Some rows of one source, in the order of the file: at most {@link maximalBatchRecords} of each kind. */
export interface RecordBatch {
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Bytes of the file consumed since the batch before; a whole read adds up to the file's size. */
  readonly bytesRead: number;
  /** What the person should know about the file as a whole (encoding damage); mostly in the last batch. */
  readonly warnings: readonly string[];
  /** Classes that the file names before its documents, in its first batch. */
  readonly classes?: readonly string[];
  /** What a file of another service says that it holds, in its last batch. */
  readonly tally?: ExchangeTally;
}

export const maximalBatchRecords = 500;
/** UTF-16 units of text after which a batch is closed early. */
export const maximalBatchCharacters = 1_000_000;
/** UTF-16 units; a longer text is rejected. */
export const maximalTextCharacters = 1_000_000;
/** Of a file that is one text: the largest allowed, in the encoding that takes the most bytes, with its mark. */
export const maximalTextFileBytes = 4 * maximalTextCharacters + 4;
export const maximalClassNameLength = 200;
