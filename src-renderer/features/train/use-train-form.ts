import { useState } from 'react';
import { defaultSeed, defaultSplit } from '../../../src-main/domain/splits.ts';
import type { Outputs } from '../../api/client.ts';
import { useModels } from '../../api/project.tsx';
import { usePlaceParameters } from '../../ui/places.ts';
import { nameProblem, percentageProblem, proposedName, seedProblem, type TrainForm } from './train-form.ts';

export type Plan = Outputs['training']['plan'];

export interface TrainFormState {
  readonly form: TrainForm;
  readonly change: (changes: Partial<TrainForm>) => void;
  /** The name that the trained model will have. */
  readonly modelName: string;
  /** The draw happens: chosen, or because no document has a dataset yet. */
  readonly draws: boolean;
  readonly problems: {
    readonly name: string | null;
    readonly percentages: string | null;
    readonly seed: string | null;
  };
  readonly valid: boolean;
}

function placedIn(plan: Plan): number {
  return plan.documents.train + plan.documents.validation + plan.documents.test;
}

/** The choices of the screen; `?retrain=ID` opens it for a model that exists. */
export function useTrainForm(plan: Plan): TrainFormState {
  const models = useModels();
  const asked = Number(usePlaceParameters().get('retrain'));
  const [form, setForm] = useState<TrainForm>(() => {
    const retrained = models.find((model) => model.id === asked);
    return {
      mode: retrained === undefined ? 'new' : 'retrain',
      name: proposedName(models.map((model) => model.name)),
      retrainId: retrained?.id ?? models[0]?.id ?? null,
      family: retrained?.family ?? 'linear',
      split: placedIn(plan) === 0 ? 'automatic' : 'assigned',
      percentages: defaultSplit,
      seed: retrained?.receipt.seed ?? defaultSeed,
    };
  });
  const retrained = models.find((model) => model.id === form.retrainId);
  const isNew = form.mode === 'new' || retrained === undefined;
  const draws = plan.documents.toDraw > 0 && (form.split === 'automatic' || placedIn(plan) === 0);
  const problems = {
    name: isNew
      ? nameProblem(
          form.name,
          models.map((model) => model.name),
        )
      : null,
    percentages: percentageProblem(form.percentages),
    seed: seedProblem(form.seed),
  };
  return {
    form: isNew ? { ...form, mode: 'new' } : form,
    change: (changes) => setForm((before) => ({ ...before, ...changes })),
    modelName: isNew ? form.name.trim() : retrained.name,
    draws,
    problems,
    valid: problems.name === null && problems.percentages === null && problems.seed === null,
  };
}
