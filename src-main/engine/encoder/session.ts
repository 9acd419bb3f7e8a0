import path from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EncoderPooling } from '../../domain/encoder.ts';
import { AppError } from '../../domain/errors.ts';
import { type EncoderFolder, invalid } from './folder.ts';

type Runtime = typeof import('onnxruntime-node');

const inputNames = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const;
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];
const sentenceOutputs = ['sentence_embedding', 'pooled_embedding'];

/** Computes the vectors of single texts; owns native memory until closed. */
export interface EncoderSession {
  readonly pooling: EncoderPooling;
  /** The vector of one text's token ids, pooled and scaled. @throws AppError `encoder_invalid`. */
  run(ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens the model with one thread, so that the same text always gives the same bits.
 * @throws AppError `encoder_invalid` when it is no model, or one with other inputs and outputs than an encoder's;
 *   `unsupported_option` where onnxruntime does not run.
 */
export async function openSession(folder: EncoderFolder): Promise<EncoderSession> {
  const runtime = await loadRuntime();
  const session = await createSession(runtime, folder.modelFile);
  try {
    const inputs = checkedInputs(session, folder.modelFile);
    const output = checkedOutput(session, folder.modelFile);
    const pooling = output.pooled ? 'sentence' : folder.pooling;
    return {
      pooling,
      async run(ids) {
        const feeds = feedsFor(runtime, inputs, ids);
        const found = await runSession(session, feeds, output.name, folder, ids.length);
        const vector = pool(found, pooling, ids.length, folder.modelFile);
        return folder.normalised ? scaled(vector) : vector;
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function loadRuntime(): Promise<Runtime> {
  try {
    const loaded = (await import('onnxruntime-node')) as Runtime & { readonly default?: Runtime };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new AppError(
      'unsupported_option',
      `Sentence encoders do not run on this computer (${process.platform}-${process.arch}): onnxruntime could not be loaded. Use another family. ${error instanceof Error ? error.message : ''}`.trim(),
    );
  }
}

async function createSession(runtime: Runtime, file: string): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(file, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
    });
  } catch (error) {
    throw invalid(
      file,
      `is no ONNX model that onnxruntime can open (${shortReason(error, file)})`,
      'It may be cut off or of another kind: copy the encoder again, or choose another one.',
    );
  }
}

function shortReason(error: unknown, file: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(file, path.basename(file)).split('\n')[0]!.slice(0, 200);
}

interface Input {
  readonly name: (typeof inputNames)[number];
  readonly type: 'int64' | 'int32';
}

function checkedInputs(session: InferenceSession, file: string): readonly Input[] {
  const inputs = session.inputMetadata.map((input): Input => {
    const name = inputNames.find((known) => known === input.name);
    const type = input.isTensor ? input.type : undefined;
    if (name === undefined || (type !== 'int64' && type !== 'int32')) {
      throw invalid(
        file,
        `wants an input "${input.name}", which a sentence encoder does not have`,
        'Choose an encoder that reads input_ids and attention_mask.',
      );
    }
    if (input.isTensor && input.shape.some((size) => typeof size === 'number' && size > 1)) {
      throw invalid(
        file,
        `reads texts of one fixed length only (${input.shape.join(' x ')})`,
        'Export the encoder with variable lengths.',
      );
    }
    return { name, type };
  });
  if (inputs.some(({ name }) => name === 'input_ids')) return inputs;
  throw invalid(file, 'has no input "input_ids"', 'Choose a sentence encoder for text.');
}

function checkedOutput(session: InferenceSession, file: string) {
  const outputs = session.outputMetadata.flatMap((output) =>
    output.isTensor ? [{ name: output.name, type: output.type, rank: output.shape.length }] : [],
  );
  const named = (names: readonly string[]) => outputs.find(({ name }) => names.includes(name));
  const found = named(sentenceOutputs) ?? named(tokenOutputs) ?? outputs.find(({ rank }) => rank === 3);
  if (found === undefined) {
    const list = session.outputNames.join(', ') || 'none';
    throw invalid(
      file,
      `gives no vectors of tokens or texts; its outputs are: ${list}`,
      'Choose an encoder with the output last_hidden_state or sentence_embedding.',
    );
  }
  if (found.type !== 'float32') {
    throw invalid(
      file,
      `gives its vectors as ${found.type}`,
      'Use its float32 or its 8-bit (quantized) version.',
    );
  }
  return { name: found.name, pooled: sentenceOutputs.includes(found.name) };
}

function feedsFor(
  runtime: Runtime,
  inputs: readonly Input[],
  ids: readonly number[],
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const { name, type } of inputs) {
    const values = ids.map((id, place) => idFor(name, id, place));
    const data = type === 'int64' ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
    feeds[name] = new runtime.Tensor(type, data, [1, ids.length]) as Tensor;
  }
  return feeds;
}

function idFor(name: Input['name'], id: number, place: number): number {
  if (name === 'input_ids') return id;
  if (name === 'position_ids') return place;
  return name === 'attention_mask' ? 1 : 0;
}

interface Found {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  output: string,
  folder: EncoderFolder,
  length: number,
): Promise<Found> {
  try {
    const found = (await session.run(feeds, [output]))[output]!;
    return { data: found.data as Float32Array, dims: found.dims };
  } catch (error) {
    throw invalid(
      folder.modelFile,
      `failed on a text of ${length} tokens (${shortReason(error, folder.modelFile)})`,
      `It may not belong to this tokenizer.json, or read fewer than ${folder.limit} tokens: correct max_seq_length in sentence_bert_config.json, or choose another encoder.`,
    );
  }
}

/** One text a run: no padding, hence no mask, and no vector depends on another text. */
function pool(found: Found, pooling: EncoderPooling, length: number, file: string): Float32Array {
  const { data, dims } = found;
  const dimensions = dims.at(-1) ?? 0;
  const expected = pooling === 'sentence' ? [1, dimensions] : [1, length, dimensions];
  if (dimensions === 0 || dims.join() !== expected.join()) {
    throw invalid(
      file,
      `gives vectors of the shape ${dims.join(' x ')} instead of ${expected.join(' x ')}`,
      'Choose a sentence encoder for text.',
    );
  }
  if (pooling === 'sentence' || pooling === 'cls') return data.slice(0, dimensions);
  const sums = new Float64Array(dimensions).fill(pooling === 'max' ? -Infinity : 0);
  for (let index = 0; index < data.length; index++) {
    const column = index % dimensions;
    const value = data[index]!;
    sums[column] = pooling === 'max' ? Math.max(sums[column]!, value) : sums[column]! + value;
  }
  return Float32Array.from(sums, (sum) => (pooling === 'max' ? sum : sum / length));
}

function scaled(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.max(Math.sqrt(squares), 1e-12);
  return vector.map((value) => value / length);
}
