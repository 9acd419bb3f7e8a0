import { AppError } from '../domain/errors.ts';
import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import {
  automaticReadOptions,
  type FormatName,
  type Inspection,
  type ReadOptions,
} from '../domain/source.ts';
import { discoverSources } from './discover.ts';
import { offeredEncodings } from './encoding.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';
import { isRejected } from './record.ts';
import { isDocumentFormat } from './sniff.ts';
import type { ReadContext, SourceFile } from './types.ts';

const shownRows = 20;
const shownFiles = 100;
const lowConfidence = 0.5;

/**
 * What an import of these paths would do, from the first megabyte of the first file that is not empty (of
 * the first twenty files, when they are texts). Workbooks are read whole.
 *
 * @throws AppError nothing_to_import when all files are empty, and what `discoverSources` and `openSource` throw
 */
export async function inspectSource(
  paths: readonly string[],
  overrides: Partial<ReadOptions>,
  context: ReadContext,
): Promise<Inspection> {
  const options: ReadOptions = { ...automaticReadOptions, ...overrides };
  const { sources, skipped } = await discoverSources(paths, options.format);
  const main = sources.find((source) => source.bytes > 0);
  if (main === undefined) throw emptyFiles(sources);
  const opened = await openSource(main, options, context);
  const shown = isDocumentFormat(opened.format) ? sources.slice(sources.indexOf(main)) : [main];
  const preview = await firstRows(shown, opened, options, context);
  return {
    fileCount: sources.length,
    fileNames: sources.slice(0, shownFiles).map((source) => source.name),
    totalBytes: sources.reduce((sum, source) => sum + source.bytes, 0),
    format: opened.format,
    encoding: opened.options.encoding ?? 'utf-8',
    encodingConfidence: opened.encodingConfidence,
    encodings: offeredEncodings,
    delimiter: opened.format === 'csv' ? opened.options.delimiter : null,
    hasHeader: opened.options.hasHeader ?? false,
    sheets: opened.sheets,
    columns: opened.columns,
    options: opened.options,
    foldersAvailable: sources.some((source) => source.folderClass !== null),
    project: (await opened.exchange?.project()) ?? null,
    records: preview.records,
    rejected: preview.rejected,
    warnings: [
      ...warningsOf(opened, options.format, sources, preview.records),
      ...skipped.slice(0, 5).map((row) => row.reason),
      ...preview.warnings,
    ],
  };
}

interface Preview {
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  readonly warnings: readonly string[];
}

async function firstRows(
  sources: readonly SourceFile[],
  first: OpenedSource,
  options: ReadOptions,
  context: ReadContext,
): Promise<Preview> {
  const records: ImportRecord[] = [];
  const rejected: RejectedRow[] = [];
  const warnings: string[] = [];
  for (const [index, source] of sources.entries()) {
    const opened = index === 0 ? first : await openSource(source, options, context);
    await takeRows(opened, records, rejected);
    warnings.push(...opened.warnings());
    if (records.length + rejected.length >= shownRows) break;
  }
  return { records, rejected, warnings };
}

/** A damaged start must not send the preview through the whole file. */
const maximalPreviewChunks = 2;

async function takeRows(
  opened: OpenedSource,
  records: ImportRecord[],
  rejected: RejectedRow[],
): Promise<void> {
  let chunks = 0;
  for await (const chunk of opened.chunks()) {
    for (const item of chunk.items) {
      if (isRejected(item)) rejected.push(item);
      else records.push(item);
      if (records.length + rejected.length >= shownRows) return;
    }
    chunks += 1;
    if (chunks >= maximalPreviewChunks) return;
  }
}

const tableFormats: ReadonlySet<FormatName> = new Set(['csv', 'jsonl', 'json', 'xlsx']);

function warningsOf(
  opened: OpenedSource,
  wanted: FormatName | null,
  sources: readonly SourceFile[],
  records: readonly ImportRecord[],
): readonly string[] {
  const warnings: string[] = [];
  if (opened.encodingConfidence < lowConfidence) {
    warnings.push(
      `The encoding is a guess (${opened.options.encoding}): look at the accented letters below and change it if they are wrong.`,
    );
  }
  const formats = new Set(sources.map((source) => source.format));
  if (wanted === null && formats.size > 1) {
    warnings.push(
      'The files have several formats; this preview shows the first one. Each file is read by its own format.',
    );
  }
  const barred = records.filter((record) => record.labels?.some((label) => label.includes('|'))).length;
  if (barred > 0) {
    warnings.push(
      `${barred} of the first labels hold "|": they are taken as whole names. Set the label delimiter if they are lists.`,
    );
  }
  const labelled = opened.columns.some((column) => column.role === 'label');
  if (!labelled && tableFormats.has(opened.format))
    warnings.push('No column holds labels: the documents will be unlabelled.');
  return warnings;
}

function emptyFiles(sources: readonly SourceFile[]): AppError {
  const what =
    sources.length === 1 ? `"${sources[0]!.name}" is empty` : `All ${sources.length} files are empty`;
  return new AppError('nothing_to_import', `${what}: there is nothing to import.`);
}
