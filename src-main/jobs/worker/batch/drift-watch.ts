import { scoreBin, scoreBinCount } from '../../../domain/drift/score-bins.ts';
import type { StrangeInput } from '../../../domain/drift/types.ts';
import type { Vocabulary } from '../../../domain/drift/vocabulary.ts';
import type { ImportRecord } from '../../../domain/import.ts';

/** What has been seen of the files so far, as a checkpoint keeps it; some kilobytes, whatever their size. */
export interface DriftState {
  readonly words: number;
  readonly unseen: number;
  /** Documents by their highest score; see {@link scoreBin}. */
  readonly scores: readonly number[];
  readonly scoreSum: number;
  /** The strangest first. */
  readonly byWords: readonly StrangeDocument[];
  readonly byScore: readonly StrangeDocument[];
}

export type StrangeDocument = Omit<StrangeInput, 'because' | 'nearest'>;

export interface DriftWatch {
  add(record: ImportRecord, scores: Float32Array): void;
  state(): DriftState;
}

/** Of each kind. */
const keptDocuments = 5;
/** The share of unseen words of a shorter text says little. */
const minimalWords = 5;
/** UTF-16 units: what the nearest documents are looked for with. */
const keptUnits = 2000;

export function createDriftWatch(vocabulary: Vocabulary, before: DriftState | null): DriftWatch {
  let { words, unseen, scoreSum } = before ?? { words: 0, unseen: 0, scoreSum: 0 };
  const scoreCounts = before === null ? new Array<number>(scoreBinCount).fill(0) : [...before.scores];
  const byWords = strangest((one) => one.unseenShare, before?.byWords);
  const byScore = strangest((one) => 1 - one.score, before?.byScore);
  return {
    add(record, scores) {
      const found = vocabulary.look(record.text);
      words += found.words;
      unseen += found.unseen;
      let score = 0;
      for (let index = 0; index < scores.length; index++) score = Math.max(score, scores[index]!);
      scoreSum += score;
      scoreCounts[scoreBin(score)]!++;
      const unseenShare = found.words === 0 ? 0 : found.unseen / found.words;
      const strange = (): StrangeDocument => ({
        source: record.source,
        line: record.line,
        text: record.text.slice(0, keptUnits),
        unseenShare,
        score,
      });
      if (found.words >= minimalWords && found.unseen > 0) byWords.offer(unseenShare, strange);
      if (found.words > 0) byScore.offer(1 - score, strange);
    },
    state: () => ({
      words,
      unseen,
      scores: [...scoreCounts],
      scoreSum,
      byWords: byWords.list(),
      byScore: byScore.list(),
    }),
  };
}

/** The few documents of the highest rank; of equals those that came first, so that a resumed run keeps the same. */
function strangest(
  rankOf: (document: StrangeDocument) => number,
  before: readonly StrangeDocument[] = [],
): {
  readonly offer: (rank: number, document: () => StrangeDocument) => void;
  readonly list: () => readonly StrangeDocument[];
} {
  const kept = before.map((document) => ({ rank: rankOf(document), document }));
  return {
    offer(rank, document) {
      if (kept.length === keptDocuments && rank <= kept[keptDocuments - 1]!.rank) return;
      const later = kept.findIndex((other) => other.rank < rank);
      kept.splice(later === -1 ? kept.length : later, 0, { rank, document: document() });
      kept.length = Math.min(kept.length, keptDocuments);
    },
    list: () => kept.map(({ document }) => document),
  };
}
