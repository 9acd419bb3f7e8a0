import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { ReadOptions } from '../domain/source.ts';
import { extractDocument } from './documents/extract.ts';
import { createStreamDecoder, type DetectedEncoding } from './encoding.ts';
import { fileStatus } from './file-bytes.ts';
import { LineSplitter, type TextLine } from './lines.ts';
import {
  type ConvertedChunk,
  labelReader,
  type OpenedSource,
  splitFile,
  warningsOf,
} from './opened-source.ts';
import { createRecordMaker } from './record.ts';
import type { DocumentFormat } from './sniff.ts';
import { maximalTextCharacters, type SourceFile } from './types.ts';

/** A file that is one document. A file that cannot be read is a rejected row with the reason. */
export function openDocument(
  source: SourceFile,
  options: ReadOptions & { readonly format: DocumentFormat },
  detected: DetectedEncoding,
  chosenEncoding: string | null,
): OpenedSource {
  let damaged = false;
  const maker = createRecordMaker(source.name, options.defaultDataset, () => damaged);
  const labels =
    options.folderAsClass && source.folderClass !== null
      ? labelReader('single', options).fromList([source.folderClass])
      : null;
  async function* chunks(): AsyncGenerator<ConvertedChunk> {
    const { bytes } = await fileStatus(source.path);
    const found = await extractDocument({ path: source.path, bytes }, options.format, chosenEncoding);
    if (typeof found === 'string') {
      yield { items: [{ source: source.name, line: 1, reason: found }], bytes };
      return;
    }
    damaged = found.damaged;
    const row = { line: 1, text: found.text, labels, id: source.name, dataset: null, language: null };
    yield { items: [maker.make({ ...row, fields: null })], bytes };
  }
  return {
    format: options.format,
    options,
    encodingConfidence: detected.confidence,
    columns: [],
    sheets: [],
    chunks,
    warnings: () => warningsOf(source, detected, maker),
  };
}

/** A file with one document a line. */
export function openLines(
  source: SourceFile,
  options: ReadOptions,
  detected: DetectedEncoding,
): OpenedSource {
  const decoder = createStreamDecoder(detected.encoding);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => decoder.damaged);
  const convert = function* (lines: readonly TextLine[]): Generator<ImportRecord | RejectedRow> {
    for (const { line, text } of lines) {
      if (text === null) {
        const reason = `The line is longer than ${maximalTextCharacters} characters.`;
        yield { source: source.name, line, reason };
        continue;
      }
      const row = { line, text, labels: null, id: null, dataset: null, language: null, fields: null };
      yield maker.make(row);
    }
  };
  return {
    format: 'lines',
    options,
    encodingConfidence: detected.confidence,
    columns: [],
    sheets: [],
    chunks: () => splitFile(source.path, decoder, new LineSplitter(), convert),
    warnings: () => warningsOf(source, detected, maker),
  };
}
