import { type NgramTable, ngramKinds } from '../features/ngram-table.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { Work } from '../work.ts';

const wordsPerGroup = 8;
const rowsPerStep = 500;

/**
 * Per group the words and pairs of words whose mean TF-IDF weight in the group's texts lies furthest above that in
 * the others'. A pair that says no more than one of its words is left out.
 * @param members the group of each row
 */
export function* tellingWords(
  matrix: SparseMatrix,
  table: NgramTable,
  members: Uint8Array,
  groupCount: number,
): Work<readonly (readonly string[])[]> {
  const sums = Array.from({ length: groupCount }, () => new Float64Array(matrix.columnCount));
  const all = new Float64Array(matrix.columnCount);
  const sizes = new Float64Array(groupCount);
  for (let row = 0; row < matrix.rowCount; row++) {
    const own = sums[members[row]!]!;
    sizes[members[row]!]!++;
    for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
      own[matrix.indices[entry]!]! += matrix.values[entry]!;
      all[matrix.indices[entry]!]! += matrix.values[entry]!;
    }
    if (row % rowsPerStep === rowsPerStep - 1) yield;
  }
  const words: string[][] = [];
  for (const [group, own] of sums.entries()) {
    const others = Math.max(1, matrix.rowCount - sizes[group]!);
    const lead = (feature: number): number =>
      own[feature]! / Math.max(1, sizes[group]!) - (all[feature]! - own[feature]!) / others;
    words.push(strongest(table, lead));
    yield;
  }
  return words;
}

function strongest(table: NgramTable, lead: (feature: number) => number): string[] {
  const candidates: { readonly text: string; readonly weight: number }[] = [];
  for (let feature = 0; feature < table.size; feature++) {
    const weight = lead(feature);
    if (weight <= 0 || table.kinds[feature] === ngramKinds.characters) continue;
    candidates.push({ text: table.text(feature), weight });
  }
  candidates.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1));
  const shown: string[] = [];
  for (const { text } of candidates) {
    if (shown.some((word) => ` ${text} `.includes(` ${word} `))) continue;
    shown.push(text);
    if (shown.length === wordsPerGroup) break;
  }
  return shown;
}
