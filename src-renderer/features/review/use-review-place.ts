import {
  type ClassCondition,
  conditionFrom,
  conditionText,
} from '../../../src-main/domain/class-condition.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';

/** What is reviewed, as the address says it: a click on a matrix cell lands here with its filter. */
export interface ReviewPlace {
  readonly modelId: number | null;
  readonly dataset: 'test' | 'validation';
  readonly incorrectOnly: boolean;
  /** By index into the evaluation's classes; null: any. */
  readonly actual: ClassCondition | null;
  readonly predicted: ClassCondition | null;
  readonly change: (
    changes: Partial<Pick<ReviewPlace, 'modelId' | 'dataset' | 'incorrectOnly' | 'actual' | 'predicted'>>,
  ) => void;
}

function indexIn(parameters: URLSearchParams, name: string): number | null {
  const value = parameters.get(name);
  return value === null || !/^-?\d+$/.test(value) ? null : Number(value);
}

export function useReviewPlace(): ReviewPlace {
  const parameters = usePlaceParameters();
  const go = useGo();
  const place = {
    modelId: indexIn(parameters, 'model'),
    dataset: parameters.get('dataset') === 'validation' ? ('validation' as const) : ('test' as const),
    incorrectOnly: parameters.get('incorrect') !== '0',
    actual: conditionFrom(parameters.get('actual')),
    predicted: conditionFrom(parameters.get('predicted')),
  };
  return {
    ...place,
    change: (changes) => {
      const next = { ...place, ...changes };
      const address = {
        model: next.modelId ?? undefined,
        dataset: next.dataset,
        incorrect: next.incorrectOnly ? 1 : 0,
        actual: next.actual === null ? undefined : conditionText(next.actual),
        predicted: next.predicted === null ? undefined : conditionText(next.predicted),
      };
      go('review', address, { replace: true });
    },
  };
}
