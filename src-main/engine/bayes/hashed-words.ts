import { normaliseText } from '../features/normalise.ts';
import { longestWord } from '../features/stretch.ts';
import { Tokens } from '../features/tokens.ts';
import { mix } from '../random.ts';

/** Words, pairs of words and words at the text's beginning fall into so many buckets. */
export const bucketCount = 1 << 20;
/** What stands behind so many characters says no more about a text's classes; and no text takes long. */
const mostCharacters = 100_000;
/** Questions and requests tell by their first words what they are; longer texts do not (measured). */
const leadingWords = 6;
const wordsOfShortText = 40;

/** So that a word, a word at a place, and a beginning fall into buckets of their own. */
const seeds = { pair: 0x51ed270b, beginning: 0x2545f491, among: 0x61c88647, place: 0x1b873593 } as const;

/**
 * The distinct words, pairs of neighbouring words and, of the first six words of a short text: each word with its
 * place, each as "among the first", and every beginning of the text that they make. Buckets are hashed (Weinberger et al., "Feature hashing
 * for large scale multitask learning", ICML 2009), so that no list of words must be kept.
 */
export class HashedWords {
  /** Distinct buckets in order of appearance, below `size`. */
  buckets = new Int32Array(256);
  size = 0;
  private readonly tokens = new Tokens();
  private readonly seenIn = new Uint32Array(bucketCount);
  private round = 0;

  read(text: string): void {
    this.begin();
    this.tokens.read(normaliseText(text.slice(0, mostCharacters), 'full'));
    const { starts, ends, tokenCount } = this.tokens;
    let before = 0;
    let beginning: number = seeds.beginning;
    let place = tokenCount <= wordsOfShortText ? 0 : leadingWords;
    for (let token = 0; token < tokenCount; token++) {
      const start = starts[token]!;
      const end = ends[token]!;
      if (end - start > longestWord) {
        before = 0;
        continue;
      }
      const hash = this.hashOf(start, end);
      this.add(hash);
      if (before !== 0) this.add(Math.imul(before, seeds.pair) ^ hash);
      before = hash;
      if (place === leadingWords) continue;
      place++;
      beginning = mix(Math.imul(beginning, seeds.pair) ^ hash);
      this.add(beginning);
      this.add(hash ^ seeds.among);
      this.add(Math.imul(hash, seeds.place) ^ place);
    }
  }

  private begin(): void {
    this.size = 0;
    this.round++;
  }

  private hashOf(start: number, end: number): number {
    const { units } = this.tokens;
    let hash = 0x811c9dc5 | 0;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ units[index]!, 0x01000193);
    return hash === 0 ? 1 : hash;
  }

  private add(hash: number): void {
    const bucket = mix(hash) >>> 12;
    if (this.seenIn[bucket] === this.round) return;
    this.seenIn[bucket] = this.round;
    if (this.size === this.buckets.length) {
      const larger = new Int32Array(this.size * 2);
      larger.set(this.buckets);
      this.buckets = larger;
    }
    this.buckets[this.size++] = bucket;
  }
}
