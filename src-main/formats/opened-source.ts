import type { ExchangeTally } from '../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { FormatName, InspectedColumn, ReadOptions, SourceProject } from '../domain/source.ts';
import type { DetectedEncoding, StreamDecoder } from './encoding.ts';
import { chunkBytes, readChunks, readHead } from './file-bytes.ts';
import { createLabelReader, type LabelReader } from './labels.ts';
import type { RecordMaker } from './record.ts';
import type { ReadContext, SourceFile } from './types.ts';

/** Some converted rows and the bytes that they came from. */
export interface ConvertedChunk {
  readonly items: Iterable<ImportRecord | RejectedRow>;
  readonly bytes: number;
}

/** A source whose every guess has been made, ready to be read from its start. */
export interface OpenedSource {
  readonly format: FormatName;
  readonly options: ReadOptions;
  readonly encodingConfidence: number;
  readonly columns: readonly InspectedColumn[];
  readonly sheets: readonly string[];
  readonly chunks: () => AsyncGenerator<ConvertedChunk>;
  /** What the rows read so far deserve to be told. */
  readonly warnings: () => readonly string[];
  /** Only of files of other services. */
  readonly exchange?: ExchangeSource;
}

/** What a file of another service says of itself. */
export interface ExchangeSource {
  /** Classes that the file names before its documents, in their order. */
  readonly classes: readonly string[];
  /** Looks through the file, if need be. */
  readonly project: () => Promise<SourceProject>;
  /** What the rows read so far add up to, those that were rejected among them; whole when all were read. */
  readonly tally: () => ExchangeTally;
}

const sampleBytes = 1 << 20;

export async function readSample(
  path: string,
  encoding: string,
): Promise<{ readonly text: string; readonly complete: boolean }> {
  const head = await readHead(path, sampleBytes);
  const complete = head.length < sampleBytes;
  return { text: new TextDecoder(encoding).decode(head, { stream: !complete }), complete };
}

/** Reads a file in chunks, cuts it into rows and converts them as they are asked for. */
export async function* splitFile<Row>(
  path: string,
  decoder: StreamDecoder,
  splitter: { push(chunk: string): Row[]; end(): Row[] },
  convert: (rows: readonly Row[]) => Generator<ImportRecord | RejectedRow>,
): AsyncGenerator<ConvertedChunk> {
  for await (const chunk of readChunks(path, chunkBytes)) {
    yield { items: convert(splitter.push(decoder.decode(chunk))), bytes: chunk.length };
  }
  yield { items: convert([...splitter.push(decoder.end()), ...splitter.end()]), bytes: 0 };
}

export function warningsOf(
  source: SourceFile,
  { encoding, mixed }: DetectedEncoding,
  maker: RecordMaker,
): readonly string[] {
  const warnings = maker.notes.warnings(source.name, encoding);
  if (mixed !== true) return warnings;
  const mixture = `${source.name}: some letters are UTF-8 and some are not; all were read as ${encoding.toUpperCase()}, so some are wrong. Save the file in one encoding.`;
  return [mixture, ...warnings];
}

export function labelReader(kind: ReadContext['kind'], options: ReadOptions): LabelReader {
  const inCells = options.labelDelimiter ?? (kind === 'multi' ? '|' : null);
  return createLabelReader(kind, inCells, options.labelDelimiter);
}
