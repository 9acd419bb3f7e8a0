import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { EncoderPooling } from '../../domain/encoder.ts';
import { AppError } from '../../domain/errors.ts';

/** Used where no file of the folder names a limit. */
const usualLimit = 512;
/** Larger ones in tokenizer_config.json mean "none". */
const largestLimit = 100_000;
const largestJsonBytes = 256 * 1024 * 1024;
const modelNames = ['model.onnx', 'model_quantized.onnx', 'model_int8.onnx', 'model_optimized.onnx'];

/** What the files beside the model say; `pooling` holds unless the model's graph pools by itself. */
export interface EncoderFolder {
  readonly path: string;
  readonly name: string;
  readonly modelFile: string;
  /** The model, and the files beside it that hold its weights where they are too large for it. */
  readonly modelFiles: readonly string[];
  readonly tokenizerFile: string;
  readonly tokenizer: unknown;
  readonly pooling: Exclude<EncoderPooling, 'sentence'>;
  readonly normalised: boolean;
  readonly limit: number;
  /** Dimensions that the files name, with the file; the model is held to it. */
  readonly dimensions: { readonly value: number; readonly file: string } | undefined;
  readonly notes: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** @throws AppError `encoder_invalid` naming the file and the remedy. */
export function invalid(file: string, problem: string, remedy: string): AppError {
  return new AppError('encoder_invalid', `The file "${file}" ${problem}. ${remedy}`, { path: file });
}

/**
 * Reads the files of a folder as exported for onnxruntime, Transformers.js or sentence-transformers, the model
 * itself excepted.
 * @throws AppError `encoder_missing` when there is no such folder, `encoder_invalid` when it is none of an encoder.
 */
export function readEncoderFolder(folder: string): EncoderFolder {
  checkIsFolder(folder);
  const modelFile = findModel(folder);
  const tokenizerFile = findTokenizer(folder);
  const tokenizer = readJson(tokenizerFile);
  const modules = readModules(folder);
  const pooling = readPooling(folder, modules);
  const notes = [...pooling.notes];
  if (modules?.some((kind) => kind === 'Dense')) {
    notes.push('The encoder has a further dense layer, which is used only where it is part of model.onnx.');
  }
  return {
    path: folder,
    name: path.basename(path.resolve(folder)),
    modelFile,
    modelFiles: [modelFile, ...weightFiles(modelFile)],
    tokenizerFile,
    tokenizer,
    pooling: pooling.mode,
    normalised: modules === undefined || modules.includes('Normalize'),
    limit: readLimit(folder, tokenizer as Json, notes),
    dimensions: pooling.dimensions,
    notes,
  };
}

function checkIsFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new AppError(
      'encoder_missing',
      `There is no folder "${folder}". Choose the folder of the sentence encoder, or put it back where it was.`,
      { path: folder },
    );
  }
  if (found.isDirectory()) return;
  throw new AppError(
    'encoder_invalid',
    `"${folder}" is a file. Choose the folder that holds model.onnx and tokenizer.json.`,
    { path: folder },
  );
}

/** Known names first, beside the other files or in the folder "onnx"; else the only ONNX file there is. */
function findModel(folder: string): string {
  const folders = [folder, path.join(folder, 'onnx')].filter((one) => existsSync(one));
  for (const name of modelNames) {
    for (const one of folders) {
      if (existsSync(path.join(one, name))) return path.join(one, name);
    }
  }
  const others = folders.flatMap((one) =>
    readdirSync(one)
      .filter((name) => name.toLowerCase().endsWith('.onnx'))
      .map((name) => path.join(one, name)),
  );
  const [only] = others;
  if (only !== undefined && others.length === 1) return only;
  throw new AppError(
    'encoder_invalid',
    `The folder "${folder}" holds ${others.length === 0 ? 'no' : 'several'} ONNX models. Choose the folder of a sentence encoder with its model as model.onnx or onnx/model.onnx.`,
    { path: folder },
  );
}

function weightFiles(modelFile: string): readonly string[] {
  const name = path.basename(modelFile);
  return readdirSync(path.dirname(modelFile))
    .filter((other) => other !== name && (other.startsWith(`${name}_data`) || other === `${name}.data`))
    .sort()
    .map((other) => path.join(path.dirname(modelFile), other));
}

function findTokenizer(folder: string): string {
  for (const name of ['tokenizer.json', 'onnx/tokenizer.json']) {
    if (existsSync(path.join(folder, name))) return path.join(folder, name);
  }
  throw new AppError(
    'encoder_invalid',
    `The folder "${folder}" holds no tokenizer.json. Export the encoder with its fast tokenizer, which is that one file, and put it beside the model.`,
    { path: folder },
  );
}

/** @throws AppError `encoder_invalid`, also when it is there and not a JSON object. */
function readJson(file: string): Json {
  const remedy = 'Copy it again from where the encoder comes from.';
  if (statSync(file).size > largestJsonBytes) throw invalid(file, 'is too large', remedy);
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw invalid(file, 'cannot be read', 'Check its permissions.');
  }
  throw invalid(file, 'is not the JSON that belongs there', remedy);
}

function readOptional(folder: string, name: string): Json | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? readJson(file) : undefined;
}

/** The kinds of the steps of a sentence-transformers encoder: Transformer, Pooling, Normalize, Dense. */
function readModules(folder: string): readonly string[] | undefined {
  const modules = readOptional(folder, 'modules.json');
  if (!Array.isArray(modules)) return undefined;
  return modules.map((module: unknown) => String((module as Json | null)?.type).replace(/^.*\./, ''));
}

const poolingModes = { mean_tokens: 'mean', cls_token: 'cls', max_tokens: 'max' } as const;

function readPooling(folder: string, modules: readonly string[] | undefined) {
  const file = path.join(folder, '1_Pooling', 'config.json');
  if (!existsSync(file)) {
    const notes =
      modules === undefined
        ? ['The folder does not say how to pool: the mean of the tokens is taken, scaled to length 1.']
        : [];
    return { mode: 'mean' as const, dimensions: undefined, notes };
  }
  const config = readJson(file);
  const named = Object.entries(poolingModes).filter(
    ([name, mode]) => config[`pooling_mode_${name}`] === true || config.pooling_mode === mode,
  );
  const switchedOn = Object.entries(config).filter(
    ([name, value]) => name.startsWith('pooling_mode_') && value === true,
  );
  const [only] = named;
  if (only === undefined || named.length > 1 || switchedOn.length > 1) {
    throw invalid(
      file,
      'asks for a pooling that Winnow does not have',
      'Choose an encoder with mean, CLS or max pooling.',
    );
  }
  const { word_embedding_dimension: dimensions } = config;
  return {
    mode: only[1],
    dimensions: typeof dimensions === 'number' ? { value: dimensions, file } : undefined,
    notes: [],
  };
}

/**
 * sentence_bert_config.json, else the truncation of tokenizer.json, else tokenizer_config.json; never more than
 * the model has positions for.
 */
function readLimit(folder: string, tokenizer: Json, notes: string[]): number {
  const sentence = readOptional(folder, 'sentence_bert_config.json')?.max_seq_length;
  const truncation = (tokenizer.truncation as Json | null | undefined)?.max_length;
  const maximal = readOptional(folder, 'tokenizer_config.json')?.model_max_length;
  const positions = positionsOf(readOptional(folder, 'config.json'));
  const stated = [sentence, truncation, maximal].find(
    (value): value is number => Number.isInteger(value) && Number(value) > 2 && Number(value) <= largestLimit,
  );
  if (stated === undefined && positions === undefined) {
    notes.push(`The folder names no limit: the first ${usualLimit} tokens of a text are read.`);
  }
  return Math.min(stated ?? positions ?? usualLimit, positions ?? largestLimit);
}

/** RoBERTa and its kin begin to count behind the padding token: two positions are never used. */
const offsetKinds = /^(xlm-)?roberta|camembert|mpnet|longformer|xmod/;

function positionsOf(config: Json | undefined): number | undefined {
  const { max_position_embeddings: positions, model_type: kind } = config ?? {};
  if (!Number.isInteger(positions) || Number(positions) < 4) return undefined;
  return Number(positions) - (offsetKinds.test(String(kind)) ? 2 : 0);
}
