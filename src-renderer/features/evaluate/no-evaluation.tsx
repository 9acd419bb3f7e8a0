import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { useCounts } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatShare } from '../../ui/format.ts';
import { useGo } from '../../ui/places.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import type { EvaluatedDataset } from './use-evaluate-place.ts';
import { useStartEvaluation } from './use-start-evaluation.ts';

const words = text.evaluate;

function reasonOf(model: Model, dataset: EvaluatedDataset): { title: string; reason: string } {
  const { evaluation } = model;
  if (dataset === 'validation') return { title: words.none.validation, reason: words.none.validationHint };
  if (evaluation.state === 'failed') return { title: words.none.failed, reason: evaluation.message };
  return { title: words.none.test, reason: evaluation.state === 'none' ? evaluation.reason : '' };
}

/** Why there are no figures, and the way to get some. */
export function NoEvaluation(props: { model: Model; dataset: EvaluatedDataset }): ReactNode {
  const { model, dataset } = props;
  const go = useGo();
  const counts = useCounts();
  const evaluate = useStartEvaluation(model.id, dataset);
  const { title, reason } = reasonOf(model, dataset);
  if (counts?.labelledIn[dataset] === 0) {
    return (
      <EmptyState
        title={title}
        actions={
          <>
            <Button variant="default" onClick={() => go('label')}>
              {words.none.label}
            </Button>
            <Button onClick={() => go('documents')}>{words.none.documents}</Button>
          </>
        }
      >
        {dataset === 'test' ? reason : ''} {words.none.emptySet[dataset]} {words.none.emptySetHint}
      </EmptyState>
    );
  }
  const fraction = evaluate.running?.progress?.fraction ?? null;
  return (
    <EmptyState
      title={title}
      actions={
        <Button disabled={!evaluate.possible} onClick={evaluate.start}>
          {evaluate.running === undefined
            ? words.now
            : `${words.evaluating} ${fraction === null ? '' : formatShare(fraction, 0)}`}
        </Button>
      }
    >
      {reason}
    </EmptyState>
  );
}
