import { Tally } from '../../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../../domain/import.ts';
import type { ReadOptions } from '../../domain/source.ts';
import { createStreamDecoder, type DetectedEncoding } from '../encoding.ts';
import { type JsonItem, JsonLinesSplitter } from '../json-rows.ts';
import { isJsonObject, type JsonObject } from '../json-variants.ts';
import { labelReader, type OpenedSource, splitFile, warningsOf } from '../opened-source.ts';
import { createRecordMaker, isRejected } from '../record.ts';
import type { ReadContext, SourceFile } from '../types.ts';
import { describedByRows } from './described-by-rows.ts';
import { labelAttributes, manifestFields, manifestLabels } from './manifest-row.ts';

/** Opens an augmented manifest of SageMaker Ground Truth, as Amazon Comprehend trains from it. */
export function openManifest(
  source: SourceFile,
  options: ReadOptions,
  detected: DetectedEncoding,
  context: ReadContext,
): OpenedSource {
  const decoder = createStreamDecoder(detected.encoding);
  const maker = createRecordMaker(source.name, options.defaultDataset, () => decoder.damaged);
  const labels = labelReader(context.kind, { ...options, labelDelimiter: null });
  const tally = new Tally();
  const chosen = new ChosenAttribute(options.attribute);
  const make = ({ line, row, names }: ManifestRow): ImportRecord | RejectedRow =>
    maker.make({
      line,
      text: row['source'],
      labels: names === null ? null : labels.fromList(names),
      id: null,
      dataset: null,
      language: null,
      fields: manifestFields(row),
    });
  const convert = function* (rows: readonly JsonItem[]): Generator<ImportRecord | RejectedRow> {
    for (const row of rows) {
      const read = readRow(row, chosen);
      tally.document('names' in read ? read.names : null, options.defaultDataset);
      const item =
        'names' in read ? make(read) : { source: source.name, line: row.line, reason: read.reason };
      if (isRejected(item)) tally.note('missing', item.reason, `line ${item.line}`);
      yield item;
    }
  };
  return {
    format: 'comprehend-manifest',
    options: { ...options, format: 'comprehend-manifest' },
    encodingConfidence: detected.confidence,
    columns: [],
    sheets: [],
    chunks: () => splitFile(source.path, decoder, new JsonLinesSplitter(), convert),
    warnings: () => [...warningsOf(source, detected, maker), ...chosen.warnings(source.name)],
    exchange: {
      classes: [],
      project: async () => {
        const attribute = new ChosenAttribute(options.attribute);
        const project = await describedByRows(source, detected, new JsonLinesSplitter(), context, (item) => {
          const read = readRow(item, attribute);
          return 'names' in read ? { names: read.names ?? [], several: attribute.several } : null;
        });
        return { ...project, attributes: attribute.found };
      },
      tally: () => tally.result(),
    },
  };
}

interface ManifestRow {
  readonly line: number;
  readonly row: JsonObject;
  /** `null`: unlabelled. */
  readonly names: readonly string[] | null;
}

function readRow(item: JsonItem, chosen: ChosenAttribute): ManifestRow | { readonly reason: string } {
  if ('reason' in item) return item;
  if (!isJsonObject(item.value)) return { reason: 'The row is not a JSON object.' };
  const { line, value: row } = item;
  const attribute = chosen.of(row);
  const names = attribute === null ? null : manifestLabels(row, attribute);
  if (typeof names === 'string') return { reason: names };
  if (row['source'] === undefined && row['source-ref'] !== undefined) {
    // A bucket is not at hand.
    return {
      reason:
        'The row names a file that holds the text ("source-ref"); it must hold the text itself ("source").',
    };
  }
  return { line, row, names: names && [...new Set(names.map((name) => name.trim()))] };
}

/** The attribute that a person named, or the first one met that holds labels. */
class ChosenAttribute {
  #name: string | null;
  #several = false;
  readonly #found = new Set<string>();

  constructor(name: string | null) {
    this.#name = name;
  }

  of(row: JsonObject): string | null {
    for (const { name, several } of labelAttributes(row)) {
      this.#name ??= name;
      if (name === this.#name) this.#several ||= several;
      if (this.#found.size < 20) this.#found.add(name);
    }
    return this.#name;
  }

  get found(): readonly string[] {
    return [...this.#found];
  }

  get several(): boolean {
    return this.#several;
  }

  warnings(source: string): readonly string[] {
    const name = this.#name;
    if (name === null) {
      return [`${source}: no attribute holds labels of text classification; the documents are unlabelled.`];
    }
    if (!this.#found.has(name)) {
      const others = [...this.#found].map((found) => `"${found}"`).join(', ');
      return [
        `${source}: no row has labels under the attribute "${name}"; the documents are unlabelled.${others === '' ? '' : ` There are: ${others}.`}`,
      ];
    }
    const others = [...this.#found].filter((found) => found !== name).map((found) => `"${found}"`);
    return others.length === 0
      ? []
      : [`${source}: the labels were taken from "${name}"; there are also ${others.join(', ')}.`];
  }
}
