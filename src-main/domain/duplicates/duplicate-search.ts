import { AppError } from '../errors.ts';
import { findCandidates } from './candidates.ts';
import { createComparer } from './comparer.ts';
import { findLinks } from './links.ts';
import { groupAroundFirsts } from './near-groups.ts';
import { createOriginals, type TextGroups } from './originals.ts';
import { createShingler } from './shingles.ts';
import { bandingFor, createSketcher, sketchLength } from './sketch.ts';

/** Jaccard similarity of character shingles from which on texts count as near duplicates, when nobody says otherwise. */
export const defaultSimilarity = 0.8;
export const leastSimilarity = 0.5;

/** Finds equal and nearly equal texts; texts are numbered from 0 as they are added. */
export interface DuplicateSearch {
  /** @param hash equal for equal texts: see text-hash.ts */
  add(text: string, hash: number): void;
  /** Once, after the last text. Yields the share done, 0 to 1, every few milliseconds. */
  groups(): Generator<number, TextGroups, void>;
}

export interface SearchOptions {
  /** Least similarity of near duplicates, {@link leastSimilarity} to 1. */
  readonly similarity: number;
  readonly seed: number;
  /** A text added before; undefined when it is gone, which makes it like no other. */
  readonly textOf: (index: number) => string | undefined;
}

/** @throws AppError `bad_request`. */
export function checkedSimilarity(similarity: number): number {
  if (!(similarity >= leastSimilarity && similarity <= 1)) {
    throw new AppError(
      'bad_request',
      `The least similarity ${similarity} must be a number from ${leastSimilarity} to 1.`,
    );
  }
  return similarity;
}

/**
 * Equal texts are found by hash and comparison; each different text gets a sketch of {@link sketchLength} bytes, which
 * proposes pairs ({@link findCandidates}), whose shingles are then really compared. Deterministic for a seed. Texts
 * are asked for again when they are compared, so that memory does not grow with their length: some 250 bytes a text.
 */
export function createDuplicateSearch(options: SearchOptions): DuplicateSearch {
  checkedSimilarity(options.similarity);
  const shingler = createShingler(options.seed);
  const sketch = createSketcher();
  const originals = createOriginals(options.textOf);
  let sketches = new Uint8Array(1024 * sketchLength);
  return {
    add(text, hash) {
      const number = originals.add(text, hash);
      if (number === undefined) return;
      const at = number * sketchLength;
      if (at === sketches.length) sketches = grown(sketches);
      sketch(shingler.hashes(text), sketches, at);
    },
    *groups() {
      const { similarity } = options;
      const count = originals.count();
      const comparer = createComparer(shingler, (number) => options.textOf(originals.indexOf(number)));
      const candidates = yield* scaled(
        findCandidates(sketches, count, similarity, bandingFor(similarity)),
        0,
        0.3,
      );
      const links = yield* scaled(findLinks(candidates, count, similarity, comparer), 0.3, 0.8);
      const near = yield* scaled(groupAroundFirsts(links, count, similarity, comparer), 0.8, 1);
      return originals.withCopies(near);
    },
  };
}

/** The share done of one step, as that of the whole. */
function* scaled<Result>(
  step: Generator<number, Result, void>,
  from: number,
  to: number,
): Generator<number, Result, void> {
  for (;;) {
    const next = step.next();
    if (next.done === true) return next.value;
    yield from + (to - from) * next.value;
  }
}

function grown(sketches: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(sketches.length * 2);
  larger.set(sketches);
  return larger;
}
