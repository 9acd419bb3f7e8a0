import type { HeldOutPredictions } from '../types.ts';
import type { Work } from '../work.ts';

/** The same held-out predictions, each cut down to the documents that all have judged, in the first one's order. */
export function* alignedHeldOut(given: readonly HeldOutPredictions[]): Work<readonly HeldOutPredictions[]> {
  const rowsById = given.map(({ ids }) => new Map(Array.from(ids, (id, row) => [id, row] as const)));
  const common = given[0]!.ids.filter((id) => rowsById.every((rows) => rows.has(id)));
  const aligned: HeldOutPredictions[] = [];
  for (const [place, each] of given.entries()) {
    yield;
    const classCount = each.probabilities.length / each.ids.length;
    const probabilities = new Float32Array(common.length * classCount);
    const rows = Array.from(common, (id) => rowsById[place]!.get(id)!);
    rows.forEach((row, index) => {
      probabilities.set(
        each.probabilities.subarray(row * classCount, (row + 1) * classCount),
        index * classCount,
      );
    });
    aligned.push({ ids: common, truths: rows.map((row) => each.truths[row]!), probabilities });
  }
  return aligned;
}
