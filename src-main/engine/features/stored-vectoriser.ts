import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { inStretches, type Work } from '../work.ts';
import { NgramTable, ngramKinds } from './ngram-table.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';
import type { VectoriserModel } from './vectoriser.ts';

/** A vectoriser as part of an artefact: facts under the key `vectoriser`, and arrays whose names begin like it. */
export interface StoredVectoriser {
  readonly facts: VectoriserFacts;
  readonly arrays: Readonly<Record<string, ArtefactArray>>;
}

interface VectoriserFacts {
  readonly folding: VectoriserModel['folding'];
  readonly characterNgrams: boolean;
  readonly documentCount: number;
  readonly words: number;
  readonly pairs: number;
  readonly characters: number;
}

/** N-grams stored or put into the table in one step. */
const ngramsPerStep = 20_000;

const names = {
  words: 'vectoriser.words',
  firstWords: 'vectoriser.firstWords',
  secondWords: 'vectoriser.secondWords',
  beginnings: 'vectoriser.beginnings',
  lastCharacters: 'vectoriser.lastCharacters',
  documentFrequencies: 'vectoriser.documentFrequencies',
} as const;

/** {@link vectoriserFrom} reads it back. */
export function* storedVectoriser(model: VectoriserModel): Work<StoredVectoriser> {
  const { table, folding, characterNgrams, documentCount, documentFrequencies } = model;
  const words = table.count(ngramKinds.word);
  const pairs = table.count(ngramKinds.pair);
  const longer = words + pairs;
  const spelled: string[] = [];
  yield* inStretches(words, ngramsPerStep, (from, to) => {
    for (let id = from; id < to; id++) spelled.push(table.text(id));
  });
  // No word holds white space.
  const joined = new TextEncoder().encode(spelled.join('\n'));
  yield;
  // A beginning of one character is stored as an even number, one that is an n-gram itself as an odd one.
  const beginnings = table.left
    .subarray(longer, table.size)
    .map((id) => (id < 0 ? ~id * 2 : (id - longer) * 2 + 1));
  const arrays: Record<string, ArtefactArray> = { [names.words]: joined };
  const numbers = [
    [names.firstWords, table.left.subarray(words, longer)],
    [names.secondWords, table.right.subarray(words, longer)],
    [names.beginnings, beginnings],
    [names.lastCharacters, table.right.subarray(longer, table.size)],
    [names.documentFrequencies, documentFrequencies],
  ] as const;
  for (const [name, unpacked] of numbers) {
    yield;
    arrays[name] = packNumbers(unpacked);
  }
  return {
    facts: { folding, characterNgrams, documentCount, words, pairs, characters: table.size - longer },
    arrays,
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* vectoriserFrom(content: ArtefactContent): Work<VectoriserModel> {
  const facts = checkedFacts(content.facts.vectoriser);
  const numbers = (name: string, count: number): Uint32Array => {
    const unpacked = unpackNumbers(arrayOf(content, name, 'u8'), count);
    if (!unpacked) throw damaged(`its part "${name}" does not fit`);
    return unpacked;
  };
  const { words, pairs, characters } = facts;
  const longer = words + pairs;
  const documentFrequencies = numbers(names.documentFrequencies, longer + characters);
  yield;
  const table = new NgramTable(documentFrequencies.length, pairs + characters);
  yield* addWords(table, new TextDecoder().decode(arrayOf(content, names.words, 'u8')));
  const firstWords = numbers(names.firstWords, pairs);
  const secondWords = numbers(names.secondWords, pairs);
  yield* inStretches(pairs, ngramsPerStep, (from, to) => {
    for (let pair = from; pair < to; pair++) {
      table.findOrAdd(firstWords[pair]!, secondWords[pair]!, ngramKinds.pair);
    }
  });
  const beginnings = numbers(names.beginnings, characters);
  const lastCharacters = numbers(names.lastCharacters, characters);
  yield* inStretches(characters, ngramsPerStep, (from, to) => {
    for (let index = from; index < to; index++) {
      const beginning = beginnings[index]!;
      const left = beginning % 2 === 0 ? ~(beginning >>> 1) : longer + (beginning >>> 1);
      if (left >= table.size) throw damaged('its n-grams do not fit together');
      table.findOrAdd(left, lastCharacters[index]!, ngramKinds.characters);
    }
  });
  if (table.size !== documentFrequencies.length) throw damaged('its n-grams do not fit together');
  const { folding, characterNgrams, documentCount } = facts;
  return { folding, characterNgrams, documentCount, table, documentFrequencies };
}

function* addWords(table: NgramTable, joined: string): Work {
  if (joined === '') return;
  const words = joined.split('\n');
  yield* inStretches(words.length, ngramsPerStep, (from, to) => {
    for (const word of words.slice(from, to)) {
      const units = new Uint16Array(word.length);
      for (let index = 0; index < word.length; index++) units[index] = word.charCodeAt(index);
      table.word(units, 0, word.length, true);
    }
  });
}

function checkedFacts(value: unknown): VectoriserFacts {
  const facts = (value ?? {}) as Partial<Record<keyof VectoriserFacts, unknown>>;
  const isCount = (count: unknown): boolean => Number.isInteger(count) && (count as number) >= 0;
  const valid =
    (facts.folding === 'simple' || facts.folding === 'full') &&
    typeof facts.characterNgrams === 'boolean' &&
    [facts.documentCount, facts.words, facts.pairs, facts.characters].every(isCount);
  if (!valid) throw damaged('its description is incomplete');
  return facts as VectoriserFacts;
}
