import type { ModelExportFormat, ModelManifest } from '../../domain/model-file.ts';

/** Writes a model of the project to a file; result: `ModelExport`. */
export interface ExportModelTask {
  readonly kind: 'export-model';
  readonly projectPath: string;
  readonly modelId: number;
  readonly format: ModelExportFormat;
  readonly outputPath: string;
  readonly language: string;
  readonly deployment: ModelManifest['deployment'];
}

/** Asks a model file about one text; result: `TextClassification`. */
export interface ClassifyTextTask {
  readonly kind: 'classify-text';
  readonly file: string;
  /** Folder of the sentence encoder, for models that need one. */
  readonly encoder: string | null;
  readonly text: string;
}
