import type { BatchFormat } from '../../domain/batch.ts';
import { AppError } from '../../domain/errors.ts';
import type { BatchClassification } from '../../domain/model.ts';
import type { TextClassification } from '../../domain/model-file.ts';
import type { ReadOptions } from '../../domain/source.ts';
import { classifyFiles, type Watch } from '../classification/classify-files.ts';
import { runTask } from '../jobs/run-task.ts';
import type { WorkerLauncher } from '../ports/system.ts';

interface ModelFileRequest {
  readonly file: string;
  /** Folder of the sentence encoder, for models that need one; else null. */
  readonly encoder: string | null;
}

interface FileBatchRequest extends ModelFileRequest {
  readonly paths: readonly string[];
  readonly options: ReadOptions;
  readonly outputPath: string;
  readonly outputFormat: BatchFormat;
  readonly routeFolder: string | null;
  readonly errorsPath: string | null;
  /** Go on with an unfinished run. */
  readonly resume: boolean;
}

/**
 * Model files at work, without any project, each time in a worker process.
 * @throws AppError `file_not_found`, `file_unreadable`, `model_file_invalid`, `model_file_newer`, `encoder_missing` and
 *   the like, `cancelled`, and what the classification of files throws
 */
export interface ModelFiles {
  classifyFiles(request: FileBatchRequest, watch: Watch): Promise<BatchClassification>;
  classifyText(
    request: ModelFileRequest & { readonly text: string },
    watch: Watch,
  ): Promise<TextClassification>;
}

const maximalTextLength = 1_000_000;

export function createModelFiles(launcher: WorkerLauncher): ModelFiles {
  return {
    classifyFiles: ({ file, encoder, ...work }, watch) =>
      classifyFiles(
        launcher,
        { kind: 'classify', source: { kind: 'file', path: file, encoder }, rule: null, ...work },
        watch,
      ),
    async classifyText(request, watch) {
      if (request.text.length > maximalTextLength) {
        throw new AppError('bad_request', `A text to classify has at most ${maximalTextLength} characters.`);
      }
      return await runTask(launcher, { kind: 'classify-text', ...request }, watch);
    },
  };
}
