import type { Work } from '../work.ts';
import { cellsPerStep, leastConfident, logOdds } from './evidence.ts';
import { type Doubt, type JudgedLabels, type LabelGroup, leastLabels } from './judged-labels.ts';

/**
 * Of a class that is told from the others nearly always, all documents lie close to the mean: what is so probable is
 * said with confidence even below it.
 */
const surelyConfident = 0.8;

/**
 * The documents of every class with enough of them. A class is proposed by its probability, and said with confidence
 * where that reaches the class's threshold; of several such classes the most probable one counts.
 */
export function* singleLabelGroups({
  classCount,
  ids,
  labels,
  probabilities,
}: JudgedLabels): Work<LabelGroup[]> {
  const groups = Array.from({ length: classCount }, (_, classIndex) => ({
    ...{ classIndex, given: true, size: 0, confirmed: 0 },
    doubts: [] as Doubt[],
  }));
  const thresholds = new Float64Array(classCount);
  labels.forEach(([label], document) => {
    groups[label!]!.size++;
    thresholds[label!]! += probabilities[document * classCount + label!]!;
  });
  for (const { classIndex, size } of groups) {
    const mean = thresholds[classIndex]! / size;
    thresholds[classIndex] =
      size < leastLabels
        ? Infinity
        : Math.max(Math.min(surelyConfident, mean), leastConfident(size / labels.length));
  }
  const stretch = Math.max(1, Math.floor(cellsPerStep / classCount));
  for (const [document, [label]] of labels.entries()) {
    if (document % stretch === stretch - 1) yield document / labels.length;
    const group = groups[label!]!;
    if (group.size < leastLabels) continue;
    const row = probabilities.subarray(document * classCount, (document + 1) * classCount);
    const { said, other } = look(row, thresholds, label!);
    if (said === label) group.confirmed++;
    if (other < 0) continue;
    const [given, proposed] = [row[label!]!, row[other]!];
    const evidence = logOdds(proposed, given);
    if (evidence <= 0) continue;
    group.doubts.push({
      documentId: ids[document]!,
      labels: labels[document]!,
      classIndex: other,
      proposal: 'replace',
      ...{ given, proposed, evidence },
      confident: said >= 0 && said !== label,
    });
  }
  return groups.filter(({ size }) => size >= leastLabels);
}

/** The class said with confidence and the most probable one beside the label; -1 = none. */
function look(row: Float32Array, thresholds: Float64Array, label: number): { said: number; other: number } {
  let said = -1;
  let other = -1;
  for (let k = 0; k < row.length; k++) {
    if (thresholds[k] === Infinity) continue;
    const probability = row[k]!;
    if (probability >= thresholds[k]! && (said < 0 || probability > row[said]!)) said = k;
    if (k !== label && (other < 0 || probability > row[other]!)) other = k;
  }
  return { said, other };
}
