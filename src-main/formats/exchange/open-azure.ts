import { dirname } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { Tally } from '../../domain/exchange/tally.ts';
import type { ImportRecord, RejectedRow } from '../../domain/import.ts';
import type { Dataset } from '../../domain/project.ts';
import type { ReadOptions, SourceProject } from '../../domain/source.ts';
import { type DecodedText, decodeBytes, readTextFile } from '../decode-text.ts';
import { readHead, throwIfCancelled } from '../file-bytes.ts';
import { parseJson } from '../json-rows.ts';
import { datasetOfName, type LabelReader } from '../labels.ts';
import { type ConvertedChunk, labelReader, type OpenedSource } from '../opened-source.ts';
import { createRecordMaker, isRejected, type RecordMaker } from '../record.ts';
import type { ReadContext, SourceFile } from '../types.ts';
import { type AzureDocument, type AzureProject, parseAzureProject } from './azure-project.ts';
import { TextsFolder } from './texts-folder.ts';

/** Azure has at most 100,000 documents in a project; this is room for a million and more. */
const maximalBytes = 256 * 1024 * 1024;
const textsAtOnce = 32;

/**
 * Opens the JSON of an Azure project; the texts are read from a folder by their locations.
 *
 * @throws AppError file_malformed, file_unsupported, file_too_large, and what the folder of texts throws
 */
export async function openAzure(
  source: SourceFile,
  options: ReadOptions,
  context: ReadContext,
): Promise<OpenedSource> {
  const { value, encoding } = await readJson(source, options);
  const project = parseAzureProject(value, source.name);
  const folder = await TextsFolder.open(options.textsFolder ?? dirname(source.path));
  // Azure's own rule for a document that names none; the file of 2021 knew no datasets.
  const dataset = options.defaultDataset ?? (project.version === 'project' ? 'train' : null);
  const texts = new AzureTexts(source, project, folder, {
    dataset,
    encoding: options.encoding,
    labels: labelReader(context.kind, { ...options, labelDelimiter: null }),
  });
  return {
    format: 'azure',
    options: { ...options, format: 'azure', encoding },
    encodingConfidence: 1,
    columns: [],
    sheets: [],
    chunks: () => texts.chunks(context.signal),
    warnings: () => texts.warnings(),
    exchange: {
      classes: project.classes,
      project: async () => sourceProject(project),
      tally: () => texts.tally.result(),
    },
  };
}

async function readJson(
  source: SourceFile,
  options: ReadOptions,
): Promise<{ readonly value: unknown; readonly encoding: string }> {
  if (source.bytes > maximalBytes) {
    throw new AppError('file_too_large', `"${source.name}" is larger than 256 MB.`, { name: source.name });
  }
  const { text, encoding } = decodeBytes(await readHead(source.path, maximalBytes), options.encoding);
  const parsed = parseJson(text);
  if ('value' in parsed) return { value: parsed.value, encoding };
  throw new AppError('file_malformed', `"${source.name}" is not valid JSON: ${parsed.problem}.`, {
    name: source.name,
  });
}

function sourceProject(project: AzureProject): SourceProject {
  const { kind, name, language, multilingual, description, classes, documents } = project;
  const counted = { documents: documents.length, attributes: [] };
  return { kind, name, language, multilingual, description, classes, ...counted };
}

interface TextOptions {
  readonly dataset: Dataset | null;
  readonly encoding: string | null;
  readonly labels: LabelReader;
}

/** Reads the documents of one project, in their order, and keeps count of what is missing. */
class AzureTexts {
  readonly tally = new Tally();
  readonly #source: SourceFile;
  readonly #project: AzureProject;
  readonly #folder: TextsFolder;
  readonly #options: TextOptions;
  readonly #maker: RecordMaker;
  #damaged = false;
  #damagedEncoding = 'utf-8';
  readonly #seen = new Set<string>();
  readonly #used = new Set<string>();
  #extraWarning: string | null = null;

  constructor(source: SourceFile, project: AzureProject, folder: TextsFolder, options: TextOptions) {
    this.#source = source;
    this.#project = project;
    this.#folder = folder;
    this.#options = options;
    this.#maker = createRecordMaker(source.name, options.dataset, () => this.#damaged);
    for (const name of project.classes) this.tally.declare(name);
  }

  async *chunks(signal: AbortSignal | undefined): AsyncGenerator<ConvertedChunk> {
    const { documents } = this.#project;
    let told = 0;
    for (let start = 0; start < documents.length; start += textsAtOnce) {
      throwIfCancelled(signal);
      const some = documents.slice(start, start + textsAtOnce);
      const found = await Promise.all(some.map((entry) => this.#read(entry)));
      const end = Math.round(this.#source.bytes * Math.min(1, (start + textsAtOnce) / documents.length));
      yield {
        items: some.map((entry, index) => this.#item(entry, start + index, found[index]!)),
        bytes: end - told,
      };
      told = end;
    }
    await this.#lookForExtras();
    yield { items: [], bytes: this.#source.bytes - told };
  }

  warnings(): readonly string[] {
    const notes = this.#maker.notes.warnings(this.#source.name, this.#damagedEncoding);
    return this.#extraWarning === null ? notes : [...notes, this.#extraWarning];
  }

  async #read(entry: AzureDocument | string): Promise<TextOrReason> {
    if (typeof entry === 'string') return { reason: entry };
    const found = await this.#folder.find(entry.location);
    if (typeof found === 'string') return { reason: found };
    this.#used.add(found.path);
    try {
      const decoded = await readTextFile(found, this.#options.encoding);
      return typeof decoded === 'string' ? { reason: decoded } : decoded;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'unsupported_option') throw error;
      return { reason: 'The file cannot be read: check its permissions.' };
    }
  }

  #item(entry: AzureDocument | string, index: number, found: TextOrReason): ImportRecord | RejectedRow {
    if (typeof entry === 'string') {
      this.tally.document(null, this.#options.dataset);
      return this.#reject(`Entry ${index + 1}`, this.#source.name, entry, `Entry ${index + 1}: ${entry}`);
    }
    const { location } = entry;
    this.tally.document(entry.labels, datasetOf(entry.dataset, this.#options.dataset));
    if (this.#seen.has(location)) {
      return this.#reject(location, location, 'The project names the document twice.');
    }
    if ('reason' in found) return this.#reject(location, location, found.reason);
    this.#damaged = found.damaged;
    if (found.damaged) this.#damagedEncoding = found.encoding;
    const item = this.#maker.make({
      line: index + 1,
      text: found.text,
      labels: entry.labels === null ? null : this.#options.labels.fromList(entry.labels),
      id: location,
      dataset: entry.dataset,
      language: entry.language,
      fields: null,
    });
    if (isRejected(item)) return this.#reject(location, location, item.reason);
    this.#seen.add(location);
    return { ...item, source: location, line: 1 };
  }

  #reject(name: string, source: string, reason: string, told = reason): RejectedRow {
    this.tally.note('missing', reason, name);
    return { source, line: 0, reason: told };
  }

  async #lookForExtras(): Promise<void> {
    const { count, examples, capped } = await this.#folder.extras(this.#used);
    if (count === 0) return;
    const reason = 'The folder of texts has text files that the project does not name.';
    for (const [index, name] of examples.entries()) {
      this.tally.note('extra', reason, name, index === 0 ? count - examples.length + 1 : 1);
    }
    this.#extraWarning = `${capped ? 'At least ' : ''}${count} text ${count === 1 ? 'file' : 'files'} of the folder that "${this.#source.name}" does not name ${count === 1 ? 'was' : 'were'} left out: ${examples.join(', ')}${count > examples.length ? '…' : ''}.`;
  }
}

type TextOrReason = DecodedText | { readonly reason: string };

function datasetOf(given: unknown, fallback: Dataset | null): Dataset | null {
  if (typeof given !== 'string' || given.trim() === '') return fallback;
  return datasetOfName(given) ?? null;
}
