import { kindOf, kinds } from '../features/characters.ts';
import { ngramKinds } from '../features/ngram-table.ts';
import { longestCharacterNgram, longestWord, shortestCharacterNgram } from '../features/stretch.ts';
import { spaceUnits } from '../features/white-space.ts';
import type { LinearModel } from '../linear/model.ts';

/** Entries of a list in one piece of text. */
const entriesPerPiece = 20_000;
const codePoints = 0x110000;

/**
 * All that a program needs to turn texts into the inputs of {@link ./linear-onnx.ts}, and scores into classes, as
 * pieces of a JSON text; docs/model-files.md explains each field.
 */
export function* vocabularyJson(model: LinearModel): Generator<string, void, void> {
  const { vectoriser, output, classes } = model;
  const { table, folding, characterNgrams, documentCount, documentFrequencies } = vectoriser;
  const words = table.count(ngramKinds.word);
  const pairs = table.count(ngramKinds.pair);
  const head = {
    format: 'winnow-vocabulary',
    version: 1,
    kind: output.kind,
    classes,
    thresholds: output.kind === 'multi' ? [...output.thresholds] : null,
    bestIfNone: output.kind === 'multi' && output.bestIfNone,
    folding,
    characterNgrams,
    ...{ longestWord, shortestCharacterNgram, longestCharacterNgram },
    spaces: runsOf(spaceUnits.length, (unit) => spaceUnits[unit]!, 0).flatMap(({ first, last }) => [
      first,
      last,
    ]),
    tokenKinds: kinds,
    characterKinds: runsOf(codePoints, kindOf, kinds.symbol).flatMap(({ first, last, value }) => [
      first,
      last,
      value,
    ]),
    documentCount,
  };
  yield JSON.stringify(head).slice(0, -1);
  yield* list('words', 0, words, (id) => JSON.stringify(table.text(id)));
  yield* list('pairs', words, words + pairs, (id) => `${table.left[id]!},${table.right[id]!}`);
  yield* list('characters', words + pairs, table.size, (id) => JSON.stringify(table.text(id)));
  yield* list('documentFrequencies', 0, table.size, (id) => String(documentFrequencies[id]!));
  yield '}\n';
}

function* list(
  name: string,
  from: number,
  to: number,
  spell: (id: number) => string,
): Generator<string, void, void> {
  yield `,\n"${name}":[`;
  for (let start = from; start < to; start += entriesPerPiece) {
    const end = Math.min(to, start + entriesPerPiece);
    const entries = Array.from({ length: end - start }, (_, place) => spell(start + place));
    yield `${start === from ? '' : ','}${entries.join(',')}`;
  }
  yield ']';
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly value: number;
}

/** Neighbours of one value, without those of the usual one. */
function runsOf(count: number, read: (place: number) => number, usual: number): readonly Run[] {
  const runs: Run[] = [];
  let first = 0;
  for (let place = 1; place <= count; place++) {
    const value = read(first);
    if (place < count && read(place) === value) continue;
    if (value !== usual) runs.push({ first, last: place - 1, value });
    first = place;
  }
  return runs;
}
