import type { Candidates } from './candidates.ts';
import type { Comparer } from './comparer.ts';

/** Pairs of texts that are really alike: link `k` joins `earlier[k]` and `later[k]`. */
export interface Links {
  readonly earlier: Int32Array;
  readonly later: Int32Array;
}

/**
 * Links that a text gets to texts that it is connected with already. A few make groups less dependent on which
 * pairs were looked at first; all of them would be millions where thousands of texts are alike.
 */
const redundantLinks = 2;

/** Between two pauses, in the unit of {@link Comparer.work}: a few milliseconds. */
export const workPerStep = 200_000;
export const textsPerStep = 2000;

/**
 * Compares every text with its candidates, best first, but not with those it is connected with already (union-find:
 * Tarjan, 1975).
 * @returns yields the share done, 0 to 1, every few milliseconds
 */
export function* findLinks(
  candidates: Candidates,
  count: number,
  similarity: number,
  comparer: Comparer,
): Generator<number, Links, void> {
  const earlier: number[] = [];
  const later: number[] = [];
  const parts = createParts(count);
  let pausedAt = 0;
  for (let index = 0; index < count; index++) {
    let links = 0;
    for (const other of candidates.of(index)) {
      const connected = parts.of(index) === parts.of(other);
      if (connected && links >= redundantLinks) continue;
      if (comparer.work() - pausedAt > workPerStep) {
        pausedAt = comparer.work();
        yield index / count;
      }
      if (comparer.similarity(index, other) < similarity) continue;
      earlier.push(other);
      later.push(index);
      parts.join(index, other);
      links++;
    }
    if (index % textsPerStep === 0) yield index / count;
  }
  return { earlier: Int32Array.from(earlier), later: Int32Array.from(later) };
}

/** Disjoint parts; each goes by its lowest number. */
function createParts(count: number) {
  const parents = Int32Array.from({ length: count }, (_, index) => index);
  const of = (index: number): number => {
    let root = index;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  };
  return {
    of,
    join(first: number, second: number): void {
      const a = of(first);
      const b = of(second);
      parents[Math.max(a, b)] = Math.min(a, b);
    },
  };
}
