import type { Guidance } from '../guidance.ts';
import type { Duplicates, LabelErrors, LearningCurve } from '../health/types.ts';
import type {
  FigureIntervals,
  LanguageFigures,
  OverallFigure,
  Reliability,
  ScoreSketch,
} from '../metrics/analysis.ts';
import type { ClassMetrics, EvaluationMetrics } from '../metrics/types.ts';
import type { Interval } from '../metrics/wilson.ts';
import type { ModelClass, ModelReceipt } from '../model.ts';
import type { ProjectKind } from '../project.ts';
import type { Acceptance } from '../statistics/acceptance.ts';
import type { TestSetPolicy } from '../test-set.ts';

/** Grows when a field changes its meaning or goes; new fields may come without it. */
export const reportVersion = 1;

/**
 * All numbers of one model on one dataset, as plain JSON values: the report in its format `json`, and what every
 * other format is written from. docs/report.md explains each field. Nothing in it is of a single document.
 */
export interface ModelReport {
  readonly format: 'winnow-report';
  readonly version: typeof reportVersion;
  /** Of the program that wrote it. */
  readonly winnow: string;
  readonly createdAt: string;
  readonly project: ReportProject;
  readonly model: ReportModel;
  readonly evaluation: ReportEvaluation;
  readonly figures: Omit<EvaluationMetrics, 'classes' | 'confusionMatrix'>;
  /** Null for evaluations of earlier versions. */
  readonly intervals: ReportIntervals | null;
  readonly classes: readonly ReportClass[];
  /** Rows are actual classes, columns predicted ones, in the order of `classes`; null in multi-label projects. */
  readonly confusionMatrix: EvaluationMetrics['confusionMatrix'];
  /** Multi-label; indexes into `classes`. */
  readonly pairs: ReportPairs | null;
  readonly languages: readonly LanguageFigures[];
  readonly reliability: Reliability | null;
  readonly acceptance: readonly ReportAcceptance[];
  readonly scores: ScoreSketch | null;
  readonly guidance: readonly ReportGuidance[];
  readonly health: ReportHealth;
}

export interface ReportProject {
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
  readonly createdAt: string;
  /** As they are now, those set aside left out. */
  readonly documents: number;
  readonly labelled: number;
}

export interface ReportModel {
  readonly name: string;
  readonly family: string;
  readonly trainedAt: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly classes: readonly ModelClass[];
  readonly receipt: ModelReceipt;
}

export interface ReportEvaluation {
  readonly dataset: 'validation' | 'test';
  readonly evaluatedAt: string;
  readonly seconds: number;
  readonly fingerprint: string;
  /** False when the dataset has changed since. */
  readonly current: boolean;
  /** The model's options were chosen on these very documents. */
  readonly tunedOnIt: boolean;
  /** Null for a validation set. */
  readonly testSet: {
    readonly policy: TestSetPolicy;
    /** The version that the figures are of, and when it was first seen; null where that was not written down. */
    readonly version: number | null;
    readonly versionSince: string | null;
    /** Test documents relabelled after this model's results were first there. */
    readonly relabelled: { readonly documents: number; readonly since: string | null };
  } | null;
}

export interface ReportIntervals {
  readonly level: 0.95;
  /** Of the bootstrap. */
  readonly seed: number;
  readonly resamples: number;
  readonly overall: Readonly<Record<OverallFigure, Interval>>;
}

export interface ReportClass extends ClassMetrics {
  readonly classId: number;
  /** Labels when the model was trained; null for a class that the model does not know. */
  readonly labels: ModelReceipt['classCounts'][number] | null;
  readonly intervals: FigureIntervals['classes'][number] | null;
  /** Too few labelled documents here for its figures to say much. */
  readonly smallSupport: boolean;
  /** Of the precision-recall curve; null without scores or without a labelled document. */
  readonly averagePrecision: number | null;
  /** Multi-label: the model's own threshold. */
  readonly threshold: number | null;
}

export interface ReportPairs {
  readonly together: readonly {
    readonly classes: readonly [number, number];
    readonly documents: number;
    readonly bothMissed: number;
  }[];
  readonly missedFor: readonly {
    readonly missed: number;
    readonly given: number;
    readonly documents: number;
  }[];
}

/** What could be accepted without a person at an accuracy wanted; `reached` is null where nothing could. */
export interface ReportAcceptance {
  readonly target: number;
  /** Multi-label: whether a document gets a class is a decision of its own. */
  readonly of: 'documents' | 'decisions';
  readonly reached: Acceptance | null;
}

/** Remedies are for the screen. */
export type ReportGuidance = Omit<Guidance, 'remedies'>;

/** A stored result of a search over the whole project; `current`: the documents have not changed since. */
export interface Dated<Result> {
  readonly createdAt: string;
  readonly current: boolean;
  readonly result: Result;
}

/** Null where nobody has looked yet. */
export interface ReportHealth {
  readonly duplicates: Dated<Duplicates> | null;
  readonly labelErrors: Dated<LabelErrors> | null;
  readonly learningCurve: Dated<LearningCurve> | null;
}

export const reportFormats = ['html', 'json', 'csv', 'comprehend', 'azure'] as const;
export type ReportFormat = (typeof reportFormats)[number];
