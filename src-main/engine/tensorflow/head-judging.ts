import type { SparseMatrix } from '../features/sparse-rows.ts';
import { fitSoftmaxScale } from '../output/calibration.ts';
import { documentsPerStep } from '../output/held-out.ts';
import { inStretches, type Work } from '../work.ts';
import type { LoadedTensorFlow } from './backend.ts';
import { type Head, normalisedInto } from './head.ts';
import { outputsOf } from './network.ts';
import { addWideOutputs } from './wide-part.ts';

/** Documents as a head sees them. */
export interface HeadDocuments {
  /** One vector after another. */
  readonly vectors: Float32Array;
  /** The classes of every document. */
  readonly labels: readonly (readonly number[])[];
  /** Sparse features beside the vectors, for a wide part. */
  readonly sparse?: SparseMatrix;
}

/** Documents to stop by. */
export interface JudgedRows {
  readonly documents: HeadDocuments;
  readonly rows: Int32Array;
}

const rowsPerBlock = 128;

/** The values of the judged documents, one row of `classCount` each; what `headScorer` says, by TensorFlow.js. */
export function* judgedValues(
  { tf }: LoadedTensorFlow,
  head: Head,
  { documents, rows }: JudgedRows,
): Work<Float32Array> {
  const { shape, learned, classCount, weights, wide, normalisation } = head;
  const values = new Float32Array(rows.length * classCount).fill(-Infinity);
  for (let first = 0; first < rows.length; first += rowsPerBlock) {
    const block = rows.subarray(first, first + rowsPerBlock);
    const inputs = new Float32Array(block.length * shape.inputs);
    block.forEach((row, place) => {
      normalisedInto(normalisation, documents.vectors, row * shape.inputs, inputs, place * shape.inputs);
    });
    const outputs = outputsOf(tf, shape, weights, inputs);
    block.forEach((row, place) => {
      const at = place * shape.outputs;
      const { sparse } = documents;
      if (wide && sparse) {
        addWideOutputs(wide, sparse, sparse.offsets[row]!, sparse.offsets[row + 1]!, outputs, at);
      }
      for (const [output, k] of learned.entries()) {
        values[(first + place) * classCount + k] = outputs[at + output]!;
      }
    });
    yield;
  }
  return values;
}

/** Mean cross-entropy; single-label: at the temperature that suits best, which is chosen afterwards anyway. */
export function* judgedLoss(loaded: LoadedTensorFlow, head: Head, judged: JudgedRows): Work<number> {
  const values = yield* judgedValues(loaded, head, judged);
  const truths = Array.from(judged.rows, (row) => judged.documents.labels[row]!);
  const { classCount } = head;
  if (head.kind === 'multi') return yield* sigmoidLoss(values, truths, head);
  const first = Int32Array.from(truths, (classes) => classes[0]!);
  const scale = yield* fitSoftmaxScale(values, classCount, first);
  let loss = 0;
  yield* inStretches(first.length, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) {
      const row = values.subarray(document * classCount, (document + 1) * classCount);
      const top = row.reduce((most, value) => Math.max(most, value), -Infinity);
      const total = row.reduce((sum, value) => sum + Math.exp(scale * (value - top)), 0);
      loss += Math.min(30, Math.log(total) - scale * (row[first[document]!]! - top));
    }
  });
  return loss / first.length;
}

function* sigmoidLoss(
  values: Float32Array,
  truths: readonly (readonly number[])[],
  { learned, classCount }: Head,
): Work<number> {
  let loss = 0;
  yield* inStretches(truths.length, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) {
      const classes = truths[document]!;
      for (const k of learned) {
        const value = values[document * classCount + k]!;
        const target = classes.includes(k) ? 1 : 0;
        loss += Math.max(value, 0) - value * target + Math.log1p(Math.exp(-Math.abs(value)));
      }
    }
  });
  return loss / truths.length;
}
