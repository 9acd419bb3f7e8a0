import { AppError } from '../../domain/errors.ts';
import type { BatchClassification } from '../../domain/model.ts';
import { missingDocument } from '../documents/document-fields.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ClassificationService } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { ModelServers } from './model-servers.ts';

const maximalTextLength = 1_000_000;
/** Words of an explanation unless asked for otherwise. */
const usualWords = 40;

export function createClassification(context: ProjectContext, servers: ModelServers): ClassificationService {
  return {
    async classify(modelId, text, explain, limit = usualWords) {
      requireModel(context, modelId);
      if (text.length > maximalTextLength) {
        throw new AppError('bad_request', `A text to classify has at most ${maximalTextLength} characters.`);
      }
      return await servers.ask(modelId, { kind: 'classify', text, explain, limit });
    },
    async explainDocument(modelId, documentId, className) {
      requireModel(context, modelId);
      const document = context.store.documents.get(documentId) ?? missingDocument(documentId);
      const question = {
        kind: 'classify',
        text: document.text,
        explain: className,
        limit: usualWords,
      } as const;
      const answer = await servers.ask(modelId, question);
      return answer.explained?.words ?? [];
    },
    startBatch(request) {
      const model = requireModel(context, request.modelId);
      if (request.paths.length === 0 || request.outputPath.trim() === '') {
        throw new AppError('bad_request', 'Name the files to classify and the file for the results.');
      }
      const task = { kind: 'classify', projectPath: context.store.path, ...request } as const;
      const jobId = context.jobs.start(
        { kind: 'classify', title: `Classify with “${model.name}”` },
        (control) =>
          runTask<BatchClassification>(context.launcher, task, {
            signal: control.signal,
            onProgress: control.progress,
            onLog: control.log,
          }),
      );
      return { jobId };
    },
  };
}
