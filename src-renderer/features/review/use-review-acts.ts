import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../../api/client.ts';
import { useClasses, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { namesOf } from './review-list.tsx';
import type { Evaluation, Row } from './review-work.tsx';
import type { ReviewPlace } from './use-review-place.ts';

const words = text.review;
const keys = words.commands;
const group = words.group;

export interface ReviewActs {
  readonly take: () => void;
  readonly keep: () => void;
  readonly unsure: () => void;
  /** False when a predicted class no longer exists in the project. */
  readonly canTake: boolean;
}

interface Work {
  readonly evaluation: Evaluation;
  readonly row: Row;
  readonly index: number;
  readonly place: ReviewPlace;
  readonly onGo: (index: number) => void;
}

function useAnswers(work: Work): ReviewActs {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const live = useClasses();
  const { evaluation, row } = work;
  const next = (): void => work.onGo(work.index + 1);
  const onError = (error: unknown): void => notifyError(error);
  const ids = row.predicted.map((index) => evaluation.classes[index]?.classId ?? 0);
  const labels = useMutation(
    trpc.documents.setLabels.mutationOptions({
      onSuccess: () => {
        notify(words.taken(namesOf(evaluation, row.predicted).join(', ') || words.noClass));
        next();
      },
      onError,
    }),
  );
  const unsure = useMutation(
    trpc.documents.setUnsure.mutationOptions({
      onSuccess: () => {
        notify(words.markedUnsure);
        next();
      },
      onError,
    }),
  );
  const verify = useMutation(
    trpc.documents.setVerified.mutationOptions({
      onSuccess: () => {
        notify(words.kept);
        next();
      },
      onError,
    }),
  );
  const { documentId } = row;
  return {
    canTake: !row.correct && ids.every((id) => live.some((each) => each.id === id)),
    take: () => labels.mutate({ projectId, documentId, labels: ids, source: 'review' }),
    keep: () => verify.mutate({ projectId, documentId, verified: true, source: 'review' }),
    unsure: () => unsure.mutate({ projectId, documentId, unsure: true, source: 'review' }),
  };
}

/** The three answers and the moves, by button and by key. */
export function useReviewActs(work: Work): ReviewActs {
  const go = useGo();
  const acts = useAnswers(work);
  const { place, index, onGo, row } = work;
  useCommands([
    {
      id: 'review.toggle',
      title: keys.toggle,
      group,
      chord: 'i',
      run: () => place.change({ incorrectOnly: !place.incorrectOnly }),
    },
    {
      id: 'review.open',
      title: keys.open,
      group,
      chord: 'o',
      hint: keys.openHint,
      run: () => go('label', { document: row.documentId }),
    },
    { id: 'review.unsure', title: keys.unsure, group, chord: 'u', hint: keys.unsureHint, run: acts.unsure },
    { id: 'review.keep', title: keys.keep, group, chord: 'k', hint: keys.keepHint, run: acts.keep },
    {
      id: 'review.take',
      title: keys.take,
      group,
      chord: 'a',
      hint: keys.takeHint,
      enabled: acts.canTake,
      run: acts.take,
    },
    { id: 'review.previous', title: keys.previous, group, chord: 'arrowup', run: () => onGo(index - 1) },
    {
      id: 'review.next',
      title: keys.next,
      group,
      chord: 'arrowdown',
      hint: keys.moveHint,
      run: () => onGo(index + 1),
    },
  ]);
  return acts;
}
