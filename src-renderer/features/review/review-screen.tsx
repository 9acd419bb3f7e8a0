import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useModels, useProjectId } from '../../api/project.tsx';
import { useSealed } from '../../api/test-set.ts';
import { text } from '../../i18n/index.ts';
import { notifyError } from '../../ui/notify.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState, LoadingState } from '../../ui/states/states.tsx';
import { ReviewWork } from './review-work.tsx';
import { SetChoice } from './set-choice.tsx';
import { type ReviewPlace, useReviewPlace } from './use-review-place.ts';

const words = text.review;

/** The model and set in the address, else the newest model that was evaluated. */
export function ReviewScreen(): ReactNode {
  const models = useModels();
  const go = useGo();
  const place = useReviewPlace();
  if (models.length === 0) {
    return (
      <EmptyState title={words.noModels} actions={<Button onClick={() => go('train')}>{words.train}</Button>}>
        {words.noModelsHint}
      </EmptyState>
    );
  }
  return <WithEvaluation place={place} />;
}

function WithEvaluation(props: { place: ReviewPlace }): ReactNode {
  const { place } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const models = useModels();
  const model =
    models.find((each) => each.id === place.modelId) ??
    models.find((each) => each.evaluation.state === 'done') ??
    models[0];
  const modelId = model?.id ?? 0;
  const { data, isPending } = useQuery(
    trpc.evaluations.get.queryOptions({ projectId, modelId, dataset: place.dataset }),
  );
  const sealed = useSealed(place.dataset);
  const start = useMutation(
    trpc.evaluations.start.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  if (sealed) {
    return (
      <Screen title={words.title[place.dataset]} actions={<SetChoice modelId={modelId} place={place} />}>
        <EmptyState
          title={words.sealed}
          actions={
            <Button onClick={() => place.change({ dataset: 'validation', actual: null, predicted: null })}>
              {words.reviewValidation}
            </Button>
          }
        >
          {words.sealedHint}
        </EmptyState>
      </Screen>
    );
  }
  if (isPending) return <LoadingState label={words.loading} />;
  if (data !== null && data !== undefined) {
    // Another filter starts at its first document.
    const key = JSON.stringify([data.id, place.incorrectOnly, place.actual, place.predicted]);
    return <ReviewWork key={key} evaluation={data} modelName={model?.name ?? ''} place={place} />;
  }
  return (
    <Screen title={words.title[place.dataset]} actions={<SetChoice modelId={modelId} place={place} />}>
      <EmptyState
        title={words.noEvaluation}
        actions={
          <Button
            loading={start.isPending}
            onClick={() => start.mutate({ projectId, modelId, dataset: place.dataset })}
          >
            {words.evaluateNow}
          </Button>
        }
      >
        {model?.evaluation.state === 'none' ? model.evaluation.reason : ''}
      </EmptyState>
    </Screen>
  );
}
