import type { ProjectKind } from '../../domain/project.ts';
import { bestClass, type HeldOut } from '../output/held-out.ts';
import { fitOutput } from '../output/output.ts';
import type { Output } from '../output/output-types.ts';
import { predictionFrom } from '../output/prediction.ts';
import { inStretches, type Work } from '../work.ts';

const documentsPerStep = 1000;

/**
 * The classes given to each of the documents. Multi-label: calibration and thresholds for every other document come from
 * the rest, as those of a trained model come from other documents than it is used on.
 */
export function* predictHeldOut(kind: ProjectKind, heldOut: HeldOut): Work<readonly (readonly number[])[]> {
  const { classCount, documentCount, values } = heldOut;
  const predicted: (readonly number[])[] = [];
  if (kind === 'single') {
    yield* inStretches(documentCount, documentsPerStep, (from, to) => {
      for (let document = from; document < to; document++) {
        predicted.push([bestClass(values, document * classCount, classCount)]);
      }
    });
    return predicted;
  }
  const outputs: Output[] = [];
  for (const half of [1, 0]) {
    outputs.push((yield* fitOutput(kind, classCount, everyOther(heldOut, half))).output);
    yield;
  }
  yield* inStretches(documentCount, documentsPerStep, (from, to) => {
    for (let document = from; document < to; document++) {
      const row = Float64Array.from(values.subarray(document * classCount, (document + 1) * classCount));
      predicted.push(predictionFrom(row, outputs[document % 2]!).predicted);
    }
  });
  return predicted;
}

/** The documents at even places (0) or odd ones (1). */
function everyOther({ classCount, values, truths }: HeldOut, first: number): HeldOut {
  const chosen = truths.filter((_, document) => document % 2 === first);
  const rows = new Float32Array(chosen.length * classCount);
  for (let place = 0; place < chosen.length; place++) {
    const from = (2 * place + first) * classCount;
    rows.set(values.subarray(from, from + classCount), place * classCount);
  }
  return { classCount, documentCount: chosen.length, values: rows, truths: chosen };
}
