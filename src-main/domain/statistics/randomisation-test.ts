import { createRandom, type Random } from '../random.ts';
import type { Work } from '../work.ts';
import { drawBinomial } from './binomial-draw.ts';
import type { Outcomes } from './outcomes.ts';

const rounds = 9999;
const roundsBetweenYields = 100;
/** Sums in another order may differ by as much. */
const rounding = 1e-12;

/** Documents for which the second model found so many classes more, and gave so many more, than the first. */
interface Group {
  readonly hits: number;
  readonly given: number;
  documents: number;
}

/**
 * Two-sided paired randomisation test of the difference of two models' micro-F1 (Yeh, 2000, "More accurate tests
 * for the statistical significance of result differences"): if neither is better, the two answers to a document
 * may as well be changed about; p is the share of such exchanges, drawn by a coin for each document, whose
 * difference is at least the one seen, the one seen counted among them (Phipson and Smyth, 2010). Documents that
 * differ in the same way are drawn together, by a binomial number. Yields the share that is done.
 */
export function* randomisationTest(outcomes: Outcomes, seed: number): Work<number> {
  const { groups, total } = summarize(outcomes);
  // Hits of both models together, and what they gave, stay as they are; only who is ahead by how much changes.
  const differenceOf = (hitsMore: number, givenMore: number): number =>
    f1((total.hits + hitsMore) / 2, (total.given + givenMore) / 2, total.labels) -
    f1((total.hits - hitsMore) / 2, (total.given - givenMore) / 2, total.labels);
  const seen = Math.abs(differenceOf(total.hitsMore, total.givenMore));
  const random = createRandom(seed);
  let asLarge = 0;
  for (let round = 1; round <= rounds; round++) {
    let { hitsMore, givenMore } = total;
    for (const { hits, given, documents } of groups) {
      const swapped = tossCoins(documents, random);
      hitsMore -= 2 * hits * swapped;
      givenMore -= 2 * given * swapped;
    }
    if (Math.abs(differenceOf(hitsMore, givenMore)) >= seen - rounding) asLarge++;
    if (round % roundsBetweenYields === 0) yield round / rounds;
  }
  return (asLarge + 1) / (rounds + 1);
}

/** Heads among so many fair coins: the ones in as many random bits, where those are few. */
function tossCoins(coins: number, random: Random): number {
  if (coins > 256) return drawBinomial(coins, 0.5, random);
  let heads = 0;
  for (let left = coins; left > 0; left -= 32) heads += onesIn(random.uint32() >>> Math.max(0, 32 - left));
  return heads;
}

/** Counted in pairs, nibbles and bytes side by side (Warren, Hacker's Delight, section 5-1). */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function f1(hits: number, given: number, labels: number): number {
  return given + labels === 0 ? 0 : (2 * hits) / (given + labels);
}

function summarize({ counts, sides }: Outcomes) {
  const groups = new Map<string, Group>();
  const total = { hits: 0, hitsMore: 0, given: 0, givenMore: 0, labels: 0 };
  counts.forEach((documents, outcome) => {
    const [first, second] = sides.map((side) => contributions(side, outcome)) as [Contribution, Contribution];
    const hits = second.hits - first.hits;
    const given = second.given - first.given;
    total.hits += documents * (second.hits + first.hits);
    total.hitsMore += documents * hits;
    total.given += documents * (second.given + first.given);
    total.givenMore += documents * given;
    total.labels += documents * first.labels;
    if (hits === 0 && given === 0) return;
    const key = `${hits} ${given}`;
    const group = groups.get(key) ?? { hits, given, documents: 0 };
    group.documents += documents;
    groups.set(key, group);
  });
  return { groups: [...groups.values()], total };
}

interface Contribution {
  readonly hits: number;
  readonly given: number;
  readonly labels: number;
}

/** What one document of an outcome adds to a model's sums over all classes. */
function contributions({ starts, additions }: Outcomes['sides'][number], outcome: number): Contribution {
  const byAddition = [0, 0, 0];
  for (let place = starts[outcome]!; place < starts[outcome + 1]!; place++) byAddition[additions[place]!]!++;
  const [hits, wrong, missed] = byAddition as [number, number, number];
  return { hits, given: hits + wrong, labels: hits + missed };
}
