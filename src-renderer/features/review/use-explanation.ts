import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { type Highlight, highlightsOf } from '../../ui/highlight/highlighted-text.tsx';
import type { Evaluation, Row } from './review-work.tsx';

const words = text.review;

export interface Explanation {
  readonly highlights: readonly Highlight[];
  /** What the two marks mean here, or null for a mark that does not occur. */
  readonly positive: string | null;
  readonly negative: string | null;
  readonly pending: boolean;
}

/** The words of a document for and against a class; nothing for a class that the model does not know. */
function useWords(evaluation: Evaluation, documentId: number, index: number | null) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const name = index === null ? undefined : evaluation.classes[index]?.name;
  const { data = [], isFetching } = useQuery({
    ...trpc.classification.explainDocument.queryOptions({
      projectId,
      modelId: evaluation.modelId,
      documentId,
      className: name ?? '',
    }),
    enabled: name !== undefined,
  });
  return { data, isFetching };
}

/**
 * Without a choice, the words for the predicted class in one mark and those for the labelled class in the other;
 * for the class that a person chose, the words for and against it.
 */
export function useExplanation(evaluation: Evaluation, row: Row, chosen: number | null): Explanation {
  const wrong = row.predicted.find((index) => !row.actual.includes(index)) ?? row.predicted[0] ?? null;
  const missed = row.actual.find((index) => !row.predicted.includes(index)) ?? null;
  const first = chosen ?? wrong;
  const second = chosen === null ? missed : null;
  const forFirst = useWords(evaluation, row.documentId, first);
  const forSecond = useWords(evaluation, row.documentId, second);
  const nameOf = (index: number | null) =>
    index === null ? null : (evaluation.classes[index]?.name ?? null);
  const [firstName, secondName] = [nameOf(first), nameOf(second)];
  const alone = secondName === null;
  return {
    highlights: [
      ...highlightsOf(forFirst.data, { positive: 'for', negative: alone ? 'against' : null }),
      ...highlightsOf(forSecond.data, { positive: 'against', negative: null }),
    ],
    positive: firstName === null ? null : words.wordsFor(firstName),
    negative: !alone ? words.wordsFor(secondName) : firstName === null ? null : words.wordsAgainst(firstName),
    pending: forFirst.isFetching || forSecond.isFetching,
  };
}
