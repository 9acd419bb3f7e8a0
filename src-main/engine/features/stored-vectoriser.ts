import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
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

const names = {
  words: 'vectoriser.words',
  firstWords: 'vectoriser.firstWords',
  secondWords: 'vectoriser.secondWords',
  beginnings: 'vectoriser.beginnings',
  lastCharacters: 'vectoriser.lastCharacters',
  documentFrequencies: 'vectoriser.documentFrequencies',
} as const;

/** {@link vectoriserFrom} reads it back. */
export function storedVectoriser(model: VectoriserModel): StoredVectoriser {
  const { table, folding, characterNgrams, documentCount, documentFrequencies } = model;
  const words = table.count(ngramKinds.word);
  const pairs = table.count(ngramKinds.pair);
  const longer = words + pairs;
  const spelled: string[] = [];
  for (let id = 0; id < words; id++) spelled.push(table.text(id));
  // A beginning of one character is stored as an even number, one that is an n-gram itself as an odd one.
  const beginnings = table.left
    .subarray(longer, table.size)
    .map((id) => (id < 0 ? ~id * 2 : (id - longer) * 2 + 1));
  return {
    facts: { folding, characterNgrams, documentCount, words, pairs, characters: table.size - longer },
    arrays: {
      // No word holds white space.
      [names.words]: new TextEncoder().encode(spelled.join('\n')),
      [names.firstWords]: packNumbers(table.left.subarray(words, longer)),
      [names.secondWords]: packNumbers(table.right.subarray(words, longer)),
      [names.beginnings]: packNumbers(beginnings),
      [names.lastCharacters]: packNumbers(table.right.subarray(longer, table.size)),
      [names.documentFrequencies]: packNumbers(documentFrequencies),
    },
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function vectoriserFrom(content: ArtefactContent): VectoriserModel {
  const facts = checkedFacts(content.facts.vectoriser);
  const numbers = (name: string, count: number): Uint32Array => {
    const unpacked = unpackNumbers(arrayOf(content, name, 'u8'), count);
    if (!unpacked) throw damaged(`its part "${name}" does not fit`);
    return unpacked;
  };
  const table = new NgramTable();
  addWords(table, new TextDecoder().decode(arrayOf(content, names.words, 'u8')));
  const firstWords = numbers(names.firstWords, facts.pairs);
  const secondWords = numbers(names.secondWords, facts.pairs);
  for (let pair = 0; pair < facts.pairs; pair++) {
    table.findOrAdd(firstWords[pair]!, secondWords[pair]!, ngramKinds.pair);
  }
  const longer = facts.words + facts.pairs;
  const beginnings = numbers(names.beginnings, facts.characters);
  const lastCharacters = numbers(names.lastCharacters, facts.characters);
  for (let index = 0; index < facts.characters; index++) {
    const beginning = beginnings[index]!;
    const left = beginning % 2 === 0 ? ~(beginning >>> 1) : longer + (beginning >>> 1);
    if (left >= table.size) throw damaged('its n-grams do not fit together');
    table.findOrAdd(left, lastCharacters[index]!, ngramKinds.characters);
  }
  if (table.size !== longer + facts.characters) throw damaged('its n-grams do not fit together');
  const { folding, characterNgrams, documentCount } = facts;
  const documentFrequencies = numbers(names.documentFrequencies, table.size);
  return { folding, characterNgrams, documentCount, table, documentFrequencies };
}

function addWords(table: NgramTable, joined: string): void {
  if (joined === '') return;
  for (const word of joined.split('\n')) {
    const units = new Uint16Array(word.length);
    for (let index = 0; index < word.length; index++) units[index] = word.charCodeAt(index);
    table.word(units, 0, word.length, true);
  }
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
