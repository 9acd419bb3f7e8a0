import { Button, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useModels, useProjectId } from '../../api/project.tsx';
import { useSealed } from '../../api/test-set.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatDateTime, formatSeconds } from '../../ui/format.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { mistakesIn } from './confusion.ts';
import classes from './evaluate.module.css';
import { EvaluationBody } from './evaluation-body.tsx';
import { NoEvaluation } from './no-evaluation.tsx';
import { ReportButton } from './report-button.tsx';
import { TestSetFacts } from './test-set-facts.tsx';
import { type EvaluatedDataset, type EvaluatePlace, useEvaluatePlace } from './use-evaluate-place.ts';

const words = text.evaluate;
export type Evaluation = NonNullable<Outputs['evaluations']['get']>;

export function EvaluateScreen(): ReactNode {
  const models = useModels();
  const place = useEvaluatePlace(models);
  const go = useGo();
  if (place.model === undefined) {
    return (
      <EmptyState title={words.noModels} actions={<Button onClick={() => go('train')}>{words.train}</Button>}>
        {words.noModelsHint}
      </EmptyState>
    );
  }
  return <OneModel model={place.model} models={models} place={place} />;
}

function Subtitle(props: { model: Model; evaluation: Evaluation | null | undefined }): ReactNode {
  const { model, evaluation } = props;
  return (
    <>
      <span className={classes.together}>
        {words.trained(formatDateTime(model.createdAt), formatSeconds(model.seconds))}
      </span>
      {evaluation == null ? null : (
        <>
          {' '}
          <span className={classes.together}>
            · {formatCount(evaluation.metrics.documents)} {words.documentsOf[evaluation.dataset]}
          </span>{' '}
          <span className={classes.together} title={words.fingerprintHint}>
            · {words.fingerprint} {evaluation.fingerprint}
          </span>
          {evaluation.dataset === 'test' ? <TestSetFacts fingerprint={evaluation.fingerprint} /> : null}
        </>
      )}
    </>
  );
}

function Choices(props: { models: readonly Model[]; place: EvaluatePlace }): ReactNode {
  const { models, place } = props;
  return (
    <>
      <Select
        w={160}
        aria-label={words.model}
        allowDeselect={false}
        searchable={models.length > 8}
        value={String(place.model?.id)}
        data={models.map((model) => ({ value: String(model.id), label: model.name }))}
        onChange={(value) => value !== null && place.change({ modelId: Number(value) })}
      />
      <SegmentedControl
        className={classes.segments ?? ''}
        aria-label={words.dataset}
        value={place.dataset}
        data={[
          { value: 'test', label: words.datasets.test },
          { value: 'validation', label: words.datasets.validation },
        ]}
        onChange={(dataset) => place.change({ dataset: dataset as EvaluatedDataset })}
      />
    </>
  );
}

function ReviewButton(props: { evaluation: Evaluation; place: EvaluatePlace }): ReactNode {
  const mistakes = mistakesIn(props.evaluation.metrics);
  const sealed = useSealed(props.evaluation.dataset);
  return (
    <Button
      disabled={sealed}
      title={sealed ? words.testSet.review : undefined}
      onClick={() => props.place.review({ incorrect: mistakes > 0 })}
    >
      {mistakes === 0 ? words.noMistakes : words.mistakes(formatCount(mistakes))}
    </Button>
  );
}

function OneModel(props: { model: Model; models: readonly Model[]; place: EvaluatePlace }): ReactNode {
  const { model, place } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const query = useQuery(
    trpc.evaluations.get.queryOptions({ projectId, modelId: model.id, dataset: place.dataset }),
  );
  const evaluation = query.data;
  return (
    <Screen
      title={words.title(model.name)}
      subtitle={<Subtitle model={model} evaluation={evaluation} />}
      actions={
        <>
          <Choices models={props.models} place={place} />
          {evaluation == null ? null : <ReportButton modelName={model.name} evaluation={evaluation} />}
          {evaluation == null ? null : <ReviewButton evaluation={evaluation} place={place} />}
        </>
      }
    >
      {query.error !== null ? (
        <ErrorState
          title={words.failed}
          message={messageOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : evaluation === undefined ? (
        <LoadingState label={words.loading} />
      ) : evaluation === null ? (
        <NoEvaluation model={model} dataset={place.dataset} />
      ) : (
        <EvaluationBody
          key={evaluation.id}
          model={model}
          models={props.models}
          evaluation={evaluation}
          place={place}
        />
      )}
    </Screen>
  );
}
