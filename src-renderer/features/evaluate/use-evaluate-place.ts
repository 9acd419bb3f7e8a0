import { type ClassCondition, conditionText } from '../../../src-main/domain/class-condition.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useSealed } from '../../api/test-set.ts';
import { text } from '../../i18n/index.ts';
import { notify } from '../../ui/notify.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';

export type EvaluatedDataset = 'test' | 'validation';
export const tabNames = [
  'matrix',
  'classes',
  'scores',
  'compare',
  'distribution',
  'features',
  'receipt',
] as const;
export type TabName = (typeof tabNames)[number];

export interface EvaluatePlace {
  readonly model: Model | undefined;
  readonly dataset: EvaluatedDataset;
  readonly tab: TabName;
  /** The class whose scores are shown, an index into the evaluation's classes. */
  readonly classIndex: number | null;
  /** The model to compare with. */
  readonly against: number | null;
  readonly change: (changes: EvaluateChanges) => void;
  /** Opens the review screen with a filter; class indexes are those of the evaluation. */
  readonly review: (filter: EvaluateReview) => void;
}

export interface EvaluateReview {
  readonly actual?: ClassCondition;
  readonly predicted?: ClassCondition;
  readonly incorrect: boolean;
}

export interface EvaluateChanges {
  readonly modelId?: number;
  readonly dataset?: EvaluatedDataset;
  readonly tab?: TabName;
  readonly classIndex?: number;
  readonly against?: number;
}

function numberIn(parameters: URLSearchParams, name: string): number | null {
  const value = parameters.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
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
  const sealed = useSealed(dataset);
  const classIndex = numberIn(parameters, 'class');
  const against = numberIn(parameters, 'against');
  return {
    model,
    dataset,
    tab,
    classIndex,
    against,
    change: (changes) =>
      go(
        'evaluate',
        {
          model: changes.modelId ?? model?.id,
          dataset: changes.dataset ?? dataset,
          tab: changes.tab ?? tab,
          class: changes.classIndex ?? classIndex ?? undefined,
          against: changes.against ?? against ?? undefined,
        },
        { replace: true },
      ),
    review: ({ actual, predicted, incorrect }) => {
      if (sealed) {
        notify(text.evaluate.testSet.review);
        return;
      }
      const condition = (given: ClassCondition | undefined) =>
        given === undefined ? undefined : conditionText(given);
      go('review', {
        model: model?.id,
        dataset,
        actual: condition(actual),
        predicted: condition(predicted),
        incorrect: incorrect ? 1 : 0,
      });
    },
  };
}
