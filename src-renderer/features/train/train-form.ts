import {
  type OptionDefinition,
  type OptionValue,
  type OptionValues,
  optionProblem,
} from '../../../src-main/domain/families.ts';
import { type Dataset, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';

export type Percentages = Readonly<Record<Dataset, number>>;

/** Everything a person chooses before a training. */
export interface TrainForm {
  readonly mode: 'new' | 'retrain';
  readonly name: string;
  readonly retrainId: number | null;
  readonly family: string;
  /** By family: what differs from the usual. */
  readonly options: Readonly<Record<string, OptionValues>>;
  /** Folder of a sentence encoder, or nothing. */
  readonly encoder: string;
  readonly split: 'assigned' | 'automatic';
  readonly percentages: Percentages;
  readonly seed: number;
}

const maximalSeed = 4_294_967_295;

/** "model-1", or the next number that no model has. */
export function proposedName(taken: readonly string[]): string {
  const names = new Set(taken);
  let number = 1;
  while (names.has(`model-${number}`)) number++;
  return `model-${number}`;
}

export function sumOf(percentages: Percentages): number {
  return datasets.reduce((sum, dataset) => sum + percentages[dataset], 0);
}

export function percentageProblem(percentages: Percentages): string | null {
  const sum = sumOf(percentages);
  if (Math.abs(sum - 100) > 1e-6) return text.train.sumWrong(String(Math.round(sum * 10) / 10));
  return percentages.train > 0 ? null : text.train.trainMissing;
}

export function seedProblem(seed: number): string | null {
  return Number.isInteger(seed) && seed >= 0 && seed <= maximalSeed ? null : text.train.seedWrong;
}

export function nameProblem(name: string, taken: readonly string[]): string | null {
  const wanted = name.trim();
  if (wanted === '') return text.train.nameMissing;
  return taken.includes(wanted) ? text.train.nameTaken(wanted) : null;
}

export function encoderProblem(path: string): string | null {
  return path.trim() === '' ? text.train.encoder.missing : null;
}

/** What is wrong with the value of one option, for beside its field. */
export function fieldProblem(definition: OptionDefinition, value: OptionValue): string | null {
  if (optionProblem([definition], { [definition.id]: value }) === null) return null;
  if (definition.kind !== 'number') return text.train.advanced.choose;
  const { minimum, maximum, whole } = definition;
  return text.train.advanced.range(whole, String(minimum), String(maximum));
}

/** How many options are set to something else than the usual. */
export function changedOptions(definitions: readonly OptionDefinition[], values: OptionValues): number {
  return definitions.filter(({ id, default: usual }) => (values[id] ?? usual) !== usual).length;
}

/**
 * How many documents each dataset would hold after the draw, rounded: the draw fills up what the shares lack and
 * never takes a placed document away.
 */
export function expectedAfterDraw(
  placed: Percentages,
  toDraw: number,
  percentages: Percentages,
): Readonly<Record<Dataset, number>> {
  const whole = sumOf(placed) + toDraw;
  const lack = (dataset: Dataset): number =>
    Math.max(0, (percentages[dataset] / 100) * whole - placed[dataset]);
  const lacking = datasets.reduce((sum, dataset) => sum + lack(dataset), 0);
  const expected = (dataset: Dataset): number =>
    placed[dataset] + (lacking === 0 ? 0 : Math.round((toDraw * lack(dataset)) / lacking));
  return { train: expected('train'), validation: expected('validation'), test: expected('test') };
}
