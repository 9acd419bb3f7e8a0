import type { Model } from '../../../src-main/domain/model.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';

export type EvaluatedDataset = 'test' | 'validation';
export const tabNames = ['matrix', 'classes', 'distribution', 'features', 'receipt'] as const;
export type TabName = (typeof tabNames)[number];

export interface EvaluatePlace {
  readonly model: Model | undefined;
  readonly dataset: EvaluatedDataset;
  readonly tab: TabName;
  readonly change: (changes: { modelId?: number; dataset?: EvaluatedDataset; tab?: TabName }) => void;
  /** Opens the review screen with a filter; class indexes are those of the evaluation. */
  readonly review: (filter: { actual?: number; predicted?: number; incorrect: boolean }) => void;
}

/** The model asked for, else the newest one with figures, else the newest. */
function chosenModel(models: readonly Model[], asked: number): Model | undefined {
  const newest = models.toSorted((first, second) => second.createdAt.localeCompare(first.createdAt));
  return (
    models.find((model) => model.id === asked) ??
    newest.find((model) => model.evaluation.state === 'done') ??
    newest[0]
  );
}

/** What is shown, as the address says it, so that coming back from the review finds it again. */
export function useEvaluatePlace(models: readonly Model[]): EvaluatePlace {
  const parameters = usePlaceParameters();
  const go = useGo();
  const model = chosenModel(models, Number(parameters.get('model')));
  const dataset = parameters.get('dataset') === 'validation' ? 'validation' : 'test';
  const tab = tabNames.find((name) => name === parameters.get('tab')) ?? 'matrix';
  return {
    model,
    dataset,
    tab,
    change: (changes) =>
      go(
        'evaluate',
        {
          model: changes.modelId ?? model?.id,
          dataset: changes.dataset ?? dataset,
          tab: changes.tab ?? tab,
        },
        { replace: true },
      ),
    review: ({ actual, predicted, incorrect }) =>
      go('review', { model: model?.id, dataset, actual, predicted, incorrect: incorrect ? 1 : 0 }),
  };
}
