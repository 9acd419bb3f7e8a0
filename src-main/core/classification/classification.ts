import { type Deployment, decide, effectiveThresholds } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import type { Classification } from '../../domain/model.ts';
import { requireDeployment } from '../deployments/deployments.ts';
import { missingDocument } from '../documents/document-fields.ts';
import type { SearchFiller } from '../documents/search-filler.ts';
import type { ClassificationService } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { ModelRecord } from '../ports/model-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { createBatches } from './batches.ts';
import type { ModelServers } from './model-servers.ts';
import { createSuggestions } from './suggestions.ts';

const maximalTextLength = 1_000_000;
/** Words of an explanation unless asked for otherwise. */
const usualWords = 40;

export function createClassification(
  context: ProjectContext,
  servers: ModelServers,
  search: SearchFiller,
): ClassificationService {
  const classify: ClassificationService['classify'] = async (modelId, text, explain, limit = usualWords) => {
    requireModel(context, modelId);
    if (text.length > maximalTextLength) {
      throw new AppError('bad_request', `A text to classify has at most ${maximalTextLength} characters.`);
    }
    return await servers.ask(modelId, { kind: 'classify', text, explain, limit });
  };
  return {
    classify,
    async classifyDeployed(deploymentId, text, explain, limit) {
      const deployment = requireDeployment(context, deploymentId);
      const answer = await classify(deployment.modelId, text, explain, limit);
      return deployed(answer, deployment, requireModel(context, deployment.modelId));
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
    ...createBatches(context),
    ...createSuggestions(context, search),
  };
}

/** What the rule makes of the model's scores, in the order of the answer. */
function deployed(
  answer: Classification,
  { name, modelId, rule }: Deployment,
  { kind, classes }: ModelRecord,
): Classification {
  const byId = new Map(answer.classes.map((one) => [one.classId, one]));
  const inOrder = classes.map(({ classId }) => byId.get(classId)!);
  const own = inOrder.map(({ threshold }) => threshold ?? 0);
  const { predicted, unsure } = decide(
    inOrder.map(({ score }) => score),
    kind,
    own,
    rule,
  );
  const given = new Set(predicted.map((index) => classes[index]!.classId));
  const thresholds = kind === 'multi' ? effectiveThresholds(own, rule) : rule.accept;
  const thresholdOf = new Map(classes.map(({ classId }, index) => [classId, thresholds[index] ?? null]));
  return {
    ...answer,
    classes: answer.classes.map((one) => ({
      ...one,
      predicted: given.has(one.classId),
      threshold: thresholdOf.get(one.classId) ?? null,
    })),
    deployed: { name, modelId, unsure, band: rule.band },
  };
}
