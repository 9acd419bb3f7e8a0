import type { Tally } from '../../domain/exchange/tally.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { ExportDocument } from '../write.ts';

/** What is written besides the documents. */
export interface ExportedProject {
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
  /** In the project's order. */
  readonly classes: readonly string[];
}

/** A text that goes into a file of its own. */
export interface WrittenText {
  readonly location: string;
  readonly text: string;
}

/** Writes one file of another service, piece by piece; what it leaves out or changes it notes in a tally. */
export interface ExchangeWriter {
  start(written: Tally): string;
  /** `null`: the format has no place for the document. */
  document(
    document: ExportDocument,
    written: Tally,
  ): { readonly piece: string; readonly text?: WrittenText } | null;
  end(): string;
  /** When all was written. */
  warnings(): readonly string[];
}
