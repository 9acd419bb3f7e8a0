/** The kinds of learner, and what of them can be set. */

export type OptionValue = number | string | boolean;
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** An option of a family that the "advanced" part of a training form offers. */
export type OptionDefinition =
  | {
      readonly id: string;
      readonly name: string;
      readonly hint: string;
      readonly kind: 'number';
      readonly default: number;
      readonly minimum: number;
      readonly maximum: number;
      /** Only whole numbers. */
      readonly whole: boolean;
    }
  | {
      readonly id: string;
      readonly name: string;
      readonly hint: string;
      readonly kind: 'choice';
      readonly default: string;
      readonly choices: readonly { readonly value: string; readonly name: string }[];
    }
  | {
      readonly id: string;
      readonly name: string;
      readonly hint: string;
      readonly kind: 'switch';
      readonly default: boolean;
    };

export const familyIds = ['auto', 'linear', 'tensorflow', 'encoder'] as const;
export type FamilyId = (typeof familyIds)[number];

export interface Family {
  readonly id: FamilyId;
  readonly name: string;
  /** One honest sentence: what it is for. */
  readonly description: string;
  /** Works only with the folder of a sentence encoder. */
  readonly needsEncoder: boolean;
  /** Also learns from documents without labels, those of the test set left out. */
  readonly readsUnlabelled: boolean;
  readonly options: readonly OptionDefinition[];
}

/** One learner, or average of learners, that `auto` tried. */
export interface CandidateResult {
  /** For example "linear", "tensorflow", "linear + tensorflow". */
  readonly name: string;
  /** Held-out accuracy (single-label) or micro-F1 (multi-label), 0 to 1. */
  readonly score: number;
  /** Held-out log-loss per document; lower is better. */
  readonly logLoss: number;
  readonly chosen: boolean;
}

const classWeights: OptionDefinition = {
  id: 'classWeights',
  name: 'Class weights',
  hint: 'Balanced gives small classes as much say as large ones: more of their documents are found, at the price of more false ones.',
  kind: 'choice',
  default: 'none',
  choices: [
    { value: 'none', name: 'As they come' },
    { value: 'balanced', name: 'Balanced' },
  ],
};

const networkOptions: readonly OptionDefinition[] = [
  {
    id: 'hiddenUnits',
    name: 'Hidden units',
    hint: 'Size of the middle layer. 0 leaves it out.',
    kind: 'number',
    default: 256,
    minimum: 0,
    maximum: 1024,
    whole: true,
  },
  {
    id: 'dropout',
    name: 'Dropout',
    hint: 'Share of the hidden units (half of it: of the inputs) left out at random while learning, against learning by heart.',
    kind: 'number',
    default: 0.4,
    minimum: 0,
    maximum: 0.9,
    whole: false,
  },
  {
    id: 'epochs',
    name: 'Most epochs',
    hint: 'Training stops earlier when the held-out documents gain nothing any more.',
    kind: 'number',
    default: 20,
    minimum: 1,
    maximum: 500,
    whole: true,
  },
  classWeights,
];

/** In the order in which they are offered. */
export const families: readonly Family[] = [
  {
    id: 'auto',
    name: 'Automatic',
    description: 'Trains every learner that fits the data, and an average of them, and keeps the best.',
    needsEncoder: false,
    readsUnlabelled: true,
    options: [classWeights],
  },
  {
    id: 'linear',
    name: 'Linear',
    description:
      'Learns from words, word pairs and pieces of words. Trains in seconds and shows which words speak for a class.',
    needsEncoder: false,
    readsUnlabelled: false,
    options: [
      {
        id: 'cost',
        name: 'Cost',
        hint: 'How closely the model follows the training labels. 0 chooses by itself.',
        kind: 'number',
        default: 0,
        minimum: 0,
        maximum: 100,
        whole: false,
      },
      classWeights,
    ],
  },
  {
    id: 'tensorflow',
    name: 'Dense network',
    description:
      'A TensorFlow.js network over document vectors learned from all the texts of the project, labelled or not.',
    needsEncoder: false,
    readsUnlabelled: true,
    options: networkOptions,
  },
  {
    id: 'encoder',
    name: 'Sentence encoder',
    description:
      'Uses a pretrained sentence encoder (ONNX) from a folder of yours: best for few labels and many languages.',
    needsEncoder: true,
    readsUnlabelled: false,
    options: networkOptions,
  },
];

export function familyOf(id: string): Family | undefined {
  return families.find((family) => family.id === id);
}

/** The name of a family; candidates that only `auto` has are called in plain words, which stay as they are. */
export function learnerName(id: string): string {
  return familyOf(id)?.name ?? id;
}

const learnerIds = familyIds.filter((id) => id !== 'auto');
const learnerIdPattern = new RegExp(`\\b(?:${learnerIds.join('|')})\\b`, 'g');

/** What `auto` reports ("linear + tensorflow", "Trying linear"), with the names that people know. */
export function withLearnerNames(report: string): string {
  return report.replaceAll(learnerIdPattern, learnerName);
}

/** The values with every absent option at its default. */
export function withDefaults(definitions: readonly OptionDefinition[], values: OptionValues): OptionValues {
  return Object.fromEntries(definitions.map(({ id, default: usual }) => [id, values[id] ?? usual]));
}

/** What is wrong with the values, in plain English, or null. */
export function optionProblem(definitions: readonly OptionDefinition[], values: OptionValues): string | null {
  for (const [id, value] of Object.entries(values)) {
    const definition = definitions.find((known) => known.id === id);
    if (definition === undefined) {
      const known = definitions.map((each) => each.id).join(', ');
      return `There is no option "${id}". Use one of: ${known || 'none'}.`;
    }
    const problem = valueProblem(definition, value);
    if (problem !== null) return problem;
  }
  return null;
}

function valueProblem(definition: OptionDefinition, value: OptionValue): string | null {
  switch (definition.kind) {
    case 'number': {
      const { id, minimum, maximum, whole } = definition;
      const fits = typeof value === 'number' && value >= minimum && value <= maximum;
      if (fits && (!whole || Number.isInteger(value))) return null;
      return `The option "${id}" must be a ${whole ? 'whole ' : ''}number from ${minimum} to ${maximum}.`;
    }
    case 'choice': {
      const values = definition.choices.map((choice) => choice.value);
      return values.includes(String(value))
        ? null
        : `The option "${definition.id}" must be one of: ${values.join(', ')}.`;
    }
    default:
      return typeof value === 'boolean' ? null : `The option "${definition.id}" must be true or false.`;
  }
}
