import type { DecisionRule } from './decision.ts';
import type { ModelReceipt } from './model.ts';
import type { ProjectKind } from './project.ts';

/** `model`: one file with everything, for Winnow itself; `onnx`: for other programs. */
export const modelExportFormats = ['model', 'onnx'] as const;
export type ModelExportFormat = (typeof modelExportFormats)[number];

export const modelFileEnding = '.winnow-model';

/** What stands at the head of a model file; docs/model-files.md explains it. */
export interface ModelManifest {
  readonly format: 'winnow-model';
  readonly version: number;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly family: string;
  /** In the order of the scores. */
  readonly classes: readonly string[];
  /** Multi-label: the score from which on a class is given, in the order of the classes; else null. */
  readonly thresholds: readonly number[] | null;
  /** Of the project's texts, as a BCP 47 tag. */
  readonly language: string;
  readonly createdAt: string;
  readonly receipt: ModelReceipt;
  /** Its rule decides instead of the model's own thresholds, and says who is unsure; null = none was exported. */
  readonly deployment: { readonly name: string; readonly rule: DecisionRule } | null;
  /** The sentence encoder that the model needs and that is no part of the file; null = none. */
  readonly encoder: { readonly name: string; readonly fingerprint: string } | null;
  /** What follows the manifest: the model as the project stores it. */
  readonly artefact: { readonly bytes: number; readonly sha256: string };
}

/** What an export of a model wrote. */
export interface ModelExport {
  readonly format: ModelExportFormat;
  readonly outputPath: string;
  readonly bytes: number;
  /** ONNX: the JSON file that a featuriser needs; else null. */
  readonly vocabularyPath: string | null;
}

/** What a model file says of one text. */
export interface TextClassification {
  readonly model: string;
  /** Of the exported deployment whose rule decided; null = the model itself. */
  readonly deployment: string | null;
  /** Classes given, best first. */
  readonly labels: readonly string[];
  /** A person should look; null without a deployment. */
  readonly unsure: boolean | null;
  /** Best first. */
  readonly scores: readonly { readonly name: string; readonly score: number }[];
}
