import type { Random } from '../random.ts';
import { drawBinomial } from './binomial-draw.ts';

/** Draws as many documents as there are, with replacement, and says how many fell into each cell. */
export type MultinomialDraw = (target: Float64Array, random: Random) => void;

/** A binomial number costs about as much as this many documents drawn one by one. */
const documentsPerBinomial = 4;

/**
 * `counts` are the documents of each cell. One binomial number a cell, of the documents that are left (the
 * conditional method; Devroye, 1986, XI.1.4); where there are nearly as many cells as documents, the documents
 * one by one.
 */
export function createMultinomialDraw(counts: ArrayLike<number>): MultinomialDraw {
  const all = Array.from(counts).reduce((sum, count) => sum + count, 0);
  return all < documentsPerBinomial * counts.length ? oneByOne(counts, all) : cellByCell(counts, all);
}

function oneByOne(counts: ArrayLike<number>, all: number): MultinomialDraw {
  const cells = new Int32Array(all);
  let document = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    cells.fill(cell, document, document + counts[cell]!);
    document += counts[cell]!;
  }
  return (target, random) => {
    target.fill(0);
    // No place is likelier than another by more than all / 2^32; `below`, which is exact, takes four times as long.
    for (let drawn = 0; drawn < all; drawn++) {
      target[cells[Math.floor((random.uint32() / 0x1_0000_0000) * all)]!]!++;
    }
  };
}

/** The largest cells first: the sooner all documents are placed, the fewer numbers are drawn. */
function cellByCell(counts: ArrayLike<number>, all: number): MultinomialDraw {
  const order = Int32Array.from(counts, (_, cell) => cell).sort((a, b) => counts[b]! - counts[a]! || a - b);
  return (target, random) => {
    target.fill(0);
    let documents = all;
    let weight = all;
    for (const cell of order) {
      if (documents === 0) return;
      const own = counts[cell]!;
      const drawn = own >= weight ? documents : drawBinomial(documents, own / weight, random);
      target[cell] = drawn;
      documents -= drawn;
      weight -= own;
    }
  };
}
