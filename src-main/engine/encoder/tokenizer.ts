import { Tokenizer } from '@huggingface/tokenizers';
import { type BertNormaliserJson, bertNormaliser, lowerCased } from './bert-normaliser.ts';
import { precompiledNormaliser } from './precompiled.ts';

/** Characters of a long text that are looked at first for each token wanted, and at least. */
const charactersPerToken = 24;
const leastCharacters = 4_000;
/** So many tokens in front of a cut are taken as settled: a cut changes the tokens beside it only. */
const margin = 64;

export interface TextTokenizer {
  /** Token ids with those that the tokenizer adds, at most `limit` of them. */
  encode(text: string, limit: number): readonly number[];
  readonly vocabularySize: number;
}

/** The parts of tokenizer.json that are looked at here. */
interface NormaliserJson extends BertNormaliserJson {
  readonly type?: unknown;
  readonly precompiled_charsmap?: unknown;
  readonly normalizers?: readonly NormaliserJson[] | null;
}
interface PreTokeniserJson {
  readonly type?: unknown;
  readonly pretokenizers?: readonly PreTokeniserJson[];
}
interface TokenizerJson {
  readonly normalizer?: NormaliserJson | null;
  readonly pre_tokenizer?: PreTokeniserJson | null;
}

/**
 * A tokenizer from the content of tokenizer.json, equal to the Python package `tokenizers` where the golden tests
 * look. Of what the JavaScript package does otherwise four things are put right here: SentencePiece's character
 * maps, BERT's normaliser, small letters, and what a word is to the pre-tokeniser `Whitespace`.
 * @throws Error of many kinds when the content is none that the package knows.
 */
export function createTokenizer(json: unknown): TextTokenizer {
  const content = json as TokenizerJson;
  const steps = normalisersOf(content.normalizer);
  const wrapped = {
    ...content,
    normalizer: { type: 'Sequence', normalizers: steps },
    pre_tokenizer: withWords(content.pre_tokenizer),
  };
  const tokenizer = new Tokenizer(wrapped, {});
  putRight(tokenizer, steps);
  const ids = (text: string, special: boolean): readonly number[] =>
    tokenizer.encode(text, { add_special_tokens: special }).ids;
  const frame = frameOf(ids);
  return {
    vocabularySize: tokenizer.get_vocab().size,
    encode(text, limit) {
      const wanted = Math.max(0, limit - frame.before.length - frame.after.length);
      const content = leadingIds(text.toWellFormed(), wanted, (part) => ids(part, false));
      return [...frame.before, ...content, ...frame.after];
    },
  };
}

function normalisersOf(json: NormaliserJson | null | undefined): readonly NormaliserJson[] {
  if (json === null || json === undefined) return [];
  if (json.type !== 'Sequence') return [json];
  return (json.normalizers ?? []).flatMap(normalisersOf);
}

/** `Whitespace` cuts into words of any script; the JavaScript package takes those of ASCII letters only. */
function withWords(json: PreTokeniserJson | null | undefined): unknown {
  if (json?.type === 'Sequence') {
    return { ...json, pretokenizers: (json.pretokenizers ?? []).map(withWords) };
  }
  if (json?.type !== 'Whitespace') return json ?? null;
  return { type: 'Split', pattern: { Regex: '\\w+|[^\\w\\s]+' }, behavior: 'Removed', invert: true };
}

/** Replaces steps of the tokenizer's normaliser, which is the sequence of `steps`. */
function putRight(tokenizer: Tokenizer, steps: readonly NormaliserJson[]): void {
  const sequence = tokenizer.normalizer as unknown as {
    readonly normalizers: { normalize: (text: string) => string }[];
  };
  for (const [index, step] of steps.entries()) {
    const made = sequence.normalizers[index];
    if (made === undefined || made === null) continue;
    if (step.type === 'Precompiled') {
      made.normalize = precompiledNormaliser(String(step.precompiled_charsmap ?? ''));
    } else if (step.type === 'BertNormalizer') {
      made.normalize = bertNormaliser(step);
    } else if (step.type === 'Lowercase') {
      made.normalize = lowerCased;
    }
  }
}

/** The ids that the tokenizer puts around every text. */
function frameOf(ids: (text: string, special: boolean) => readonly number[]) {
  const bare = ids('a', false);
  const framed = ids('a', true);
  for (let start = 0; start + bare.length <= framed.length; start++) {
    if (bare.every((id, index) => framed[start + index] === id)) {
      return { before: framed.slice(0, start), after: framed.slice(start + bare.length) };
    }
  }
  throw new Error('its post-processor does more than to put tokens around a text');
}

/** The first ids of a text. Of a long text only as much is looked at as can matter. */
function leadingIds(
  text: string,
  wanted: number,
  ids: (text: string) => readonly number[],
): readonly number[] {
  let length = Math.max(leastCharacters, wanted * charactersPerToken);
  for (;;) {
    const cut = text.length <= length ? text.length : cutBefore(text, length);
    const found = ids(text.slice(0, cut));
    if (cut === text.length || found.length >= wanted + margin) return found.slice(0, wanted);
    length *= 4;
  }
}

/** Behind white space, where there is some in the second half of what precedes; never inside a character. */
function cutBefore(text: string, length: number): number {
  for (let position = length; position > length / 2; position--) {
    if (/\s/.test(text[position - 1]!)) return position;
  }
  return /[\ud800-\udbff]/.test(text[length - 1]!) ? length - 1 : length;
}
