import type {
  DocumentGroups,
  DrawnPlaces,
  DrawRequest,
  Standing,
  TextVolume,
  UnfitDocuments,
} from '../../core/ports/store.ts';
import type { DocumentFilter, DocumentSort } from '../../domain/document.ts';
import type { ErrorData } from '../../domain/errors.ts';
import type { ExchangeCounts } from '../../domain/exchange/equality.ts';
import type { Dataset } from '../../domain/project.ts';
import type { ShownSuggestions } from '../../domain/suggestion-scores.ts';
import type { HashIndexData } from '../hash-index.ts';
import type { countDocuments } from '../queries/counts.ts';
import type { DocumentIds } from '../queries/document-ids.ts';
import type { FlatLabels } from '../queries/labelled.ts';

/** What the reader thread answers: parameters and result of each query. */
export interface ReaderQueries {
  readonly ids: (filter: DocumentFilter, sort: DocumentSort) => DocumentIds;
  readonly counts: () => ReturnType<typeof countDocuments>;
  readonly fingerprint: (
    datasets: readonly (Dataset | null)[],
    unlabelled?: boolean,
  ) => {
    readonly fingerprint: string;
    readonly documents: number;
  };
  readonly volume: () => TextVolume;
  readonly standing: () => Standing;
  readonly labelled: (all: boolean) => FlatLabels;
  readonly nearGroups: () => DocumentGroups;
  readonly draw: (request: DrawRequest) => DrawnPlaces;
  readonly unfit: () => UnfitDocuments;
  readonly importCounts: (importId: number) => ExchangeCounts;
  readonly suggestions: () => ShownSuggestions;
  readonly hashes: () => HashIndexData;
  /** Frames of the log, and how many of them were carried into the file. */
  readonly checkpoint: () => { readonly frames: number; readonly carried: number };
  readonly check: () => readonly string[];
  readonly copy: (target: string) => void;
  /** The path of the backup. */
  readonly backUp: (now: Date) => string;
}

export type ReaderQueryName = keyof ReaderQueries;

export interface ReaderRequest {
  readonly name: ReaderQueryName;
  readonly parameters: readonly unknown[];
}

/** Requests are answered in their order, one at a time. */
export type ReaderAnswer = { readonly result: unknown } | { readonly error: ErrorData };

/** Sent once, before any answer: SQLite is loaded into the thread. */
export const readerReady = 'ready';

export interface ReaderWorkerData {
  readonly path: string;
}
