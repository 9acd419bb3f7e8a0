import type { ProjectKind } from '../../domain/project.ts';
import { textHash } from '../../domain/text-hash.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { HashedDocument, TrainingContext, TrainingDocument } from '../types.ts';
import { isUsable } from '../usable.ts';
import { encodeTexts, keepEncoder } from './encode-texts.ts';
import type { Encoder } from './encoder.ts';

/** Documents looked up, computed and kept together: a crash or a cancel loses no more. */
const documentsAtOnce = 64;
/** Texts that a thread computes at a time: few, because each takes long. */
const textsAtOnce = 2;
/** Every thread holds a model of its own; together they may take so much memory, in bytes of model files. */
const mostModelBytes = 1024 ** 3;
/** Opening the encoder on another thread does not pay for fewer documents. */
const documentsForThreads = 100;

/** Labelled documents with their vectors, one row each. */
export interface VectorRows {
  readonly ids: Int32Array;
  readonly labels: readonly (readonly number[])[];
  /** Row by row, as many numbers as the encoder has dimensions. */
  readonly vectors: Float32Array;
}

export interface VectorSource {
  /**
   * The vectors of usable documents in their order: those kept in the project, the others computed, and kept. Bit for
   * bit the same however many threads compute them.
   * @param size how many documents come at most
   * @param onDone told how many documents are done
   */
  read(
    documents: Iterable<TrainingDocument>,
    size: number,
    onDone: (done: number) => void,
  ): Promise<VectorRows>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** @param path the encoder's folder, for other threads to open */
export function createVectorSource(
  encoder: Encoder,
  path: string,
  kind: ProjectKind,
  documents: number,
  context: Pick<TrainingContext, 'vectors' | 'threads' | 'breathe' | 'checkCancelled'>,
): VectorSource {
  const { dimensions, fingerprint, bytes } = encoder.details;
  const affordable = documents < documentsForThreads ? 1 : Math.floor(mostModelBytes / bytes);
  const pool = createThreadPool(
    { ...context.threads, count: Math.max(1, Math.min(context.threads.count, affordable)) },
    context,
  );
  keepEncoder(encoder);
  const compute = (texts: readonly string[], onText: () => void) =>
    computed(pool, { path, fingerprint }, dimensions, texts, onText);
  return {
    async read(source, size, onDone) {
      const ids = new Int32Array(size);
      const vectors = new Float32Array(size * dimensions);
      const labels: (readonly number[])[] = [];
      for (const batch of batchesOf(kind, source)) {
        await context.breathe();
        context.checkCancelled();
        const before = labels.length;
        const found = await vectorsOf(batch, encoder, context, compute, (done) => onDone(before + done));
        for (const [index, { id, classes }] of batch.entries()) {
          ids[before + index] = id;
          labels.push(classes);
          vectors.set(found[index]!, (before + index) * dimensions);
        }
      }
      const rows = labels.length;
      return { ids: ids.slice(0, rows), labels, vectors: vectors.slice(0, rows * dimensions) };
    },
    async close() {
      keepEncoder(undefined);
      await pool.close();
    },
  };
}

function* batchesOf(
  kind: ProjectKind,
  documents: Iterable<TrainingDocument>,
): Generator<readonly TrainingDocument[], void, void> {
  let batch: TrainingDocument[] = [];
  for (const document of documents) {
    if (!isUsable(kind, document)) continue;
    batch.push(document);
    if (batch.length < documentsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Compute = (texts: readonly string[], onText: () => void) => Promise<readonly Float32Array[]>;

/** The vectors of a batch in its order; new ones are kept before it returns. */
async function vectorsOf(
  batch: readonly TrainingDocument[],
  { details }: Encoder,
  { vectors: cache }: Pick<TrainingContext, 'vectors'>,
  compute: Compute,
  onDone: (done: number) => void,
): Promise<readonly Float32Array[]> {
  const hashed = batch.map(({ id, text }): HashedDocument => ({ id, textHash: textHash(text) }));
  const found = new Map<number, Float32Array>();
  // Vectors of another length (a damaged row, say) are computed again.
  for (const [id, vector] of cache?.read(details.fingerprint, hashed) ?? []) {
    if (vector.length === details.dimensions) found.set(id, vector);
  }
  let done = found.size;
  const missing = [...batch.keys()].filter((index) => !found.has(batch[index]!.id));
  onDone(done);
  const made = await compute(
    missing.map((index) => batch[index]!.text),
    () => onDone(++done),
  );
  const fresh = missing.map((index, place) => ({ ...hashed[index]!, vector: made[place]! }));
  for (const { id, vector } of fresh) found.set(id, vector);
  if (fresh.length > 0) await cache?.write(details.fingerprint, fresh);
  return batch.map(({ id }) => found.get(id)!);
}

async function computed(
  pool: ThreadPool,
  encoder: { readonly path: string; readonly fingerprint: string },
  dimensions: number,
  texts: readonly string[],
  onText: () => void,
): Promise<readonly Float32Array[]> {
  const requests = Array.from({ length: Math.ceil(texts.length / textsAtOnce) }, (_, request) => ({
    ...encoder,
    texts: texts.slice(request * textsAtOnce, (request + 1) * textsAtOnce),
  }));
  const parts = await pool.run(encodeTexts, requests, {
    onResult: (request) => {
      for (const _ of requests[request]!.texts) onText();
    },
  });
  return parts.flatMap((part) =>
    Array.from({ length: part.length / dimensions }, (_, row) =>
      part.slice(row * dimensions, (row + 1) * dimensions),
    ),
  );
}
