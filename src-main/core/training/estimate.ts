import { type FamilyId, families } from '../../domain/families.ts';
import type { FamilyEstimate } from '../learning.ts';
import type { ModelRecord } from '../ports/model-tables.ts';
import type { TextVolume } from '../ports/store.ts';

/** What the time of a training depends on. */
interface Work {
  /** Labelled documents of training and validation. */
  readonly documents: number;
  /** UTF-16 units of their texts. */
  readonly characters: number;
  /** UTF-16 units of the texts without labels. */
  readonly unlabelledCharacters: number;
  readonly classes: number;
}

/** Most of the newest models whose times count. */
const comparedModels = 3;
/** How far the truth may lie below and above the estimate, by what it is judged by. */
const spreads: Readonly<Record<FamilyEstimate['judgedBy'], readonly [low: number, high: number]>> = {
  'same-family': [0.7, 1.5],
  'other-families': [0.5, 2.5],
  usual: [0.4, 3],
};

/**
 * How long a training with each family would take: the usual time for so much text, corrected by how long the
 * newest models took against what is usual for theirs. A family's own models tell most; those of others still
 * tell how fast this computer is.
 */
export function estimateTrainings(
  volume: TextVolume,
  classes: number,
  models: readonly ModelRecord[],
): readonly FamilyEstimate[] {
  const work: Work = {
    documents: volume.labelled.documents,
    characters: volume.labelled.characters,
    unlabelledCharacters: volume.unlabelled.characters,
    classes,
  };
  const newest = models.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const average = work.characters / Math.max(1, work.documents);
  const speedOf = (model: ModelRecord) => model.seconds / usualSeconds(model.family, workOf(model, average));
  return families.map(({ id }) => {
    const own = newest.filter((model) => model.family === id);
    const judges = (own.length > 0 ? own : newest).slice(0, comparedModels);
    const judgedBy = own.length > 0 ? 'same-family' : judges.length > 0 ? 'other-families' : 'usual';
    const seconds = usualSeconds(id, work) * geometricMean(judges.map(speedOf));
    const [low, high] = spreads[judgedBy];
    return { family: id, low: roundTime(seconds * low), high: roundTime(seconds * high), judgedBy };
  });
}

/** What a model learned from; receipts of earlier versions do not tell the characters. */
function workOf({ receipt, classes }: ModelRecord, averageCharacters: number): Work {
  const documents = receipt.documents.train + receipt.documents.validation;
  return {
    documents,
    characters: receipt.volume?.characters ?? documents * averageCharacters,
    unlabelledCharacters: receipt.volume?.unlabelledCharacters ?? 0,
    classes: classes.length,
  };
}

/**
 * Seconds on two cores of a slow laptop, from processor times of trainings on 312 tickets (54,000 characters, 7
 * classes) and 10,003 questions (600,000 characters, 77 classes); those of an encoder depend on the encoder most.
 */
function usualSeconds(family: string, work: Work): number {
  const labelled = work.characters / 1e6;
  const all = (work.characters + work.unlabelledCharacters) / 1e6;
  const start = 0.8;
  const linear = (0.8 + 0.02 * work.classes) * labelled;
  const network = 3 + 5 * all + 0.004 * work.documents;
  const byFamily: Readonly<Record<FamilyId, number>> = {
    linear,
    tensorflow: network,
    encoder: 2 + 0.02 * work.documents + 15 * labelled,
    auto: 3 * linear + 1.2 * network,
  };
  return start + (byFamily[family as FamilyId] ?? linear);
}

function geometricMean(values: readonly number[]): number {
  if (values.length === 0) return 1;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(Math.max(value, 1e-3)), 0) / values.length);
}

/** To 1, 2, 3, 5, 7 or 10 of a power of ten, at least one second: no figure pretends to be exact. */
function roundTime(seconds: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, seconds)));
  const steps = [1, 2, 3, 5, 7, 10].map((step) => step * power);
  return steps.reduce((best, step) => (Math.abs(step - seconds) < Math.abs(best - seconds) ? step : best));
}
