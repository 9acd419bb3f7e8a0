import type { ProjectKind } from '../../domain/project.ts';
import { multinomialTrainer } from '../bayes/multinomial-trainer.ts';
import { bayesTrainer } from '../bayes/trainer.ts';
import { encoderTrainer } from '../encoder/trainer.ts';
import { linearTrainer } from '../linear/trainer.ts';
import { fitsSemi, semiTrainer } from '../semi/trainer.ts';
import { tensorflowTrainer } from '../tensorflow/trainer.ts';
import type { Trainer } from '../types.ts';

/** What is known of the data before anything is trained. */
export interface DataFacts {
  readonly kind: ProjectKind;
  /** Usable labelled training documents. */
  readonly documents: number;
  /** In all training texts. */
  readonly characters: number;
  /** Classes with training documents. */
  readonly classes: number;
  readonly validation: number;
  readonly unlabelled: number;
  /** Small classes are to have as much say as large ones. */
  readonly balanced: boolean;
  /** A folder of a sentence encoder was chosen. */
  readonly hasEncoder: boolean;
}

export interface Candidate {
  /** As the receipt names it. */
  readonly name: string;
  readonly trainer: Trainer;
  /** Null, or in plain English why it is not tried on this data; empty where that goes without saying. */
  readonly unfit: (facts: DataFacts) => string | null;
  /** Roughly how long it takes, as a share of all: for the progress. */
  readonly effort: number;
}

/** It weighs every word anew for every class: slow, and of no use where each has few documents. */
const mostClassesForRatios = 150;
const mostCharactersTimesClasses = 2_000_000_000;
/** Beyond this, only what streams its texts is tried. */
const mostCharacters = 60_000_000;

/** The learners that `auto` tries, the simplest first: of equals the first is kept. */
export const candidates: readonly Candidate[] = [
  { name: 'linear', trainer: linearTrainer, unfit: () => null, effort: 3 },
  {
    name: 'naive Bayes',
    trainer: multinomialTrainer,
    unfit: (facts) => (facts.kind === 'multi' ? 'it is for single-label projects' : plainWeights(facts)),
    effort: 1,
  },
  {
    name: 'Bayes-weighted words',
    trainer: bayesTrainer,
    unfit: (facts) => (isManyClasses(facts) ? 'there are too many classes for it' : plainWeights(facts)),
    effort: 1,
  },
  { name: 'semi-supervised', trainer: semiTrainer, unfit: enoughLabels, effort: 4 },
  { name: 'tensorflow', trainer: tensorflowTrainer, unfit: tooLong, effort: 6 },
  {
    name: 'encoder',
    trainer: encoderTrainer,
    unfit: (facts) => (facts.hasEncoder ? null : ''),
    effort: 10,
  },
];

function tooLong(facts: DataFacts): string | null {
  return facts.characters > mostCharacters ? 'the texts are too long for it' : null;
}

/** Where most documents have labels there is nothing to add, and nothing to say. */
function enoughLabels(facts: DataFacts): string | null {
  const { kind, documents, unlabelled } = facts;
  return fitsSemi({ kind, trainingSize: documents, unlabelledSize: unlabelled }) ? tooLong(facts) : '';
}

function plainWeights(facts: DataFacts): string | null {
  return facts.balanced ? 'it has no class weights' : tooLong(facts);
}

function isManyClasses({ classes, characters }: DataFacts): boolean {
  return classes > mostClassesForRatios || classes * characters > mostCharactersTimesClasses;
}
