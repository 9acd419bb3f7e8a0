import { useState } from 'react';
import { optionProblem } from '../../../src-main/domain/families.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { defaultSeed, defaultSplit } from '../../../src-main/domain/splits.ts';
import type { Outputs } from '../../api/client.ts';
import { useModels } from '../../api/project.tsx';
import { useSettings } from '../../api/settings.ts';
import { usePlaceParameters } from '../../ui/places.ts';
import type { Family } from './family-choice.tsx';
import {
  encoderProblem,
  nameProblem,
  percentageProblem,
  proposedName,
  seedProblem,
  type TrainForm,
} from './train-form.ts';
import { type EncoderState, useEncoder } from './use-encoder.ts';

export type Plan = Outputs['training']['plan'];

export interface TrainFormState {
  readonly form: TrainForm;
  readonly change: (changes: Partial<TrainForm>) => void;
  /** Chooses the model to train again, with its family, its options and its seed. */
  readonly retrain: (modelId: number | null) => void;
  readonly family: Family | undefined;
  /** The encoder's folder where the chosen family uses one, and what was found there. */
  readonly encoder: string | null;
  readonly encoderState: EncoderState;
  /** Also proposes the encoder chosen last, where the family needs one. */
  readonly chooseFamily: (family: Family) => void;
  /** The name that the trained model will have. */
  readonly modelName: string;
  /** The draw happens: chosen, or because no document has a dataset yet. */
  readonly draws: boolean;
  readonly problems: {
    readonly name: string | null;
    readonly percentages: string | null;
    readonly seed: string | null;
    readonly encoder: string | null;
  };
  readonly valid: boolean;
}

const proposedFamily = 'auto';

function placedIn(plan: Plan): number {
  return plan.documents.train + plan.documents.validation + plan.documents.test;
}

/** The same learner again; receipts of earlier versions do not tell what was asked for. */
function choicesOf({ family, receipt }: Model) {
  return { family, seed: receipt.seed, options: { [family]: receipt.requested ?? {} } };
}

/** The choices of the screen; `?retrain=ID` opens it for a model that exists. */
export function useTrainForm(plan: Plan, families: readonly Family[]): TrainFormState {
  const models = useModels();
  const { encoderFolder } = useSettings();
  const asked = Number(usePlaceParameters().get('retrain'));
  const [form, setForm] = useState<TrainForm>(() => {
    const again = models.find((model) => model.id === asked);
    return {
      mode: again === undefined ? 'new' : 'retrain',
      name: proposedName(models.map((model) => model.name)),
      retrainId: again?.id ?? models[0]?.id ?? null,
      split: placedIn(plan) === 0 ? 'automatic' : 'assigned',
      percentages: defaultSplit,
      encoder: again?.family === 'encoder' ? (encoderFolder ?? '') : '',
      ...(again === undefined
        ? { family: proposedFamily, seed: defaultSeed, options: {} }
        : choicesOf(again)),
    };
  });
  const change = (changes: Partial<TrainForm>): void => setForm((before) => ({ ...before, ...changes }));
  const retrained = models.find((model) => model.id === form.retrainId);
  const isNew = form.mode === 'new' || retrained === undefined;
  const family = families.find((each) => each.id === form.family);
  const names = models.map((model) => model.name);
  const usesEncoder = family?.needsEncoder === true || family?.id === 'auto';
  const encoder = usesEncoder && form.encoder.trim() !== '' ? form.encoder.trim() : null;
  const encoderState = useEncoder(encoder);
  const problems = {
    name: isNew ? nameProblem(form.name, names) : null,
    percentages: percentageProblem(form.percentages),
    seed: seedProblem(form.seed),
    encoder: encoderState.problem ?? (family?.needsEncoder === true ? encoderProblem(form.encoder) : null),
  };
  const optionsFit =
    family !== undefined && optionProblem(family.options, form.options[family.id] ?? {}) === null;
  /** Only where it is needed: elsewhere an encoder would make the training longer unasked. */
  const proposal = (id: string) => {
    const needed = families.some((each) => each.id === id && each.needsEncoder);
    return needed && form.encoder === '' ? { encoder: encoderFolder ?? '' } : {};
  };
  return {
    form: isNew ? { ...form, mode: 'new' } : form,
    change,
    retrain: (modelId) => {
      const model = models.find((each) => each.id === modelId);
      if (model === undefined) return;
      change({ mode: 'retrain', retrainId: model.id, ...choicesOf(model), ...proposal(model.family) });
    },
    family,
    encoder,
    encoderState,
    chooseFamily: ({ id }) => change({ family: id, ...proposal(id) }),
    modelName: isNew ? form.name.trim() : retrained.name,
    draws: plan.documents.toDraw > 0 && (form.split === 'automatic' || placedIn(plan) === 0),
    problems,
    valid:
      optionsFit && !encoderState.looking && Object.values(problems).every((problem) => problem === null),
  };
}
