import { z } from 'zod';
import { azureKinds } from '../../../domain/azure/evaluation.ts';

/** What the routes of Azure answer, for the description of the interface; the tests hold every answer against it. */

const time = z.iso.datetime();
const date = z.iso.date();
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const projectKind = z.enum([azureKinds.single, azureKinds.multi]);
const status = z.enum(['notStarted', 'running', 'succeeded', 'failed', 'cancelled', 'cancelling']);

export const azureError = z.object({
  code: z.string(),
  message: z.string(),
  target: z.string().optional(),
  innererror: z.object({ code: z.string(), message: z.string() }).optional(),
});

const warning = z.object({ code: z.string(), message: z.string() });

const jobFields = { jobId: z.uuid(), createdDateTime: time, expirationDateTime: time };

const job = z.object({
  ...jobFields,
  lastUpdatedDateTime: time,
  status,
  warnings: z.array(warning).optional(),
  errors: z.array(azureError).optional(),
});

function pageOf<Item extends z.ZodType>(item: Item): z.ZodType {
  return z.object({ value: z.array(item), nextLink: z.url().optional() });
}

const settings = z.object({ confidenceThreshold: share.nullish() });

const metadata = {
  projectKind,
  storageInputContainerName: z.string(),
  settings: settings.optional(),
  projectName: z.string(),
  multilingual: z.boolean(),
  description: z.string(),
  language: z.string(),
};

const project = z.object({
  createdDateTime: time,
  lastModifiedDateTime: time,
  lastTrainedDateTime: time.optional(),
  lastDeployedDateTime: time.optional(),
  ...metadata,
});

const step = z.object({
  percentComplete: z.int().min(0).max(100),
  startDateTime: time.optional(),
  endDateTime: time.optional(),
  status,
});

const training = job.extend({
  result: z.object({
    modelLabel: z.string(),
    trainingConfigVersion: z.string(),
    estimatedEndDateTime: time.optional(),
    trainingStatus: step,
    evaluationStatus: step,
  }),
});

const model = z.object({
  label: z.string(),
  modelId: z.string(),
  lastTrainedDateTime: time,
  lastTrainingDurationInSeconds: count,
  modelExpirationDate: date,
  modelTrainingConfigVersion: z.string(),
  hasSnapshot: z.boolean(),
});

const deployment = z.object({
  deploymentName: z.string(),
  modelId: z.string(),
  lastTrainedDateTime: time,
  lastDeployedDateTime: time,
  deploymentExpirationDate: date,
  modelTrainingConfigVersion: z.string(),
});

const classFigures = z.object({
  f1: share,
  precision: share,
  recall: share,
  truePositiveCount: count,
  trueNegativeCount: count,
  falsePositiveCount: count,
  falseNegativeCount: count,
});

const figures = {
  classes: z.record(z.string(), classFigures),
  microF1: share,
  microPrecision: share,
  microRecall: share,
  macroF1: share,
  macroPrecision: share,
  macroRecall: share,
};

const cell = z.object({ normalizedValue: z.number().min(0).max(100), rawValue: count });

const evaluationOptions = z.object({
  kind: z.enum(['percentage', 'manual']),
  trainingSplitPercentage: z.int().optional(),
  testingSplitPercentage: z.int().optional(),
});

const summary = z.union([
  z.object({
    projectKind: z.literal(azureKinds.single),
    customSingleLabelClassificationEvaluation: z.object({
      confusionMatrix: z.record(z.string(), z.record(z.string(), cell)),
      ...figures,
    }),
    evaluationOptions,
  }),
  z.object({
    projectKind: z.literal(azureKinds.multi),
    customMultiLabelClassificationEvaluation: z.object(figures),
    evaluationOptions,
  }),
]);

const judged = { location: z.string(), language: z.string() };

const result = z.union([
  z.object({
    projectKind: z.literal(azureKinds.single),
    ...judged,
    customSingleLabelClassificationResult: z.object({
      expectedClass: z.string(),
      predictedClass: z.string(),
    }),
  }),
  z.object({
    projectKind: z.literal(azureKinds.multi),
    ...judged,
    customMultiLabelClassificationResult: z.object({
      expectedClasses: z.array(z.string()),
      predictedClasses: z.array(z.string()),
    }),
  }),
]);

const category = z.object({ category: z.string() });

const exportedFile = z.object({
  projectFileVersion: z.string(),
  stringIndexType: z.literal('Utf16CodeUnit'),
  metadata: z.object(metadata),
  assets: z.object({
    projectKind,
    classes: z.array(category),
    documents: z.array(
      z.object({
        location: z.string(),
        language: z.string(),
        dataset: z.enum(['Train', 'Test']).optional(),
        class: category.optional(),
        classes: z.array(category).optional(),
      }),
    ),
  }),
});

const classified = z.object({
  id: z.string(),
  class: z.array(z.object({ category: z.string(), confidenceScore: share })),
  warnings: z.array(warning),
});

const analysis = z.object({
  ...jobFields,
  displayName: z.string().optional(),
  lastUpdatedDateTime: time,
  lastUpdateDateTime: time.optional().describe('In answers to 2022-05-01'),
  status: z.enum([...status.options, 'partiallySucceeded']),
  errors: z.array(azureError),
  nextLink: z.url().optional(),
  tasks: z.object({
    completed: count,
    failed: count,
    inProgress: count,
    total: count,
    items: z.array(
      z.object({
        kind: z.enum([`${azureKinds.single}LROResults`, `${azureKinds.multi}LROResults`]),
        taskName: z.string().optional(),
        lastUpdateDateTime: time,
        status,
        results: z
          .object({
            documents: z.array(classified),
            errors: z.array(z.object({ id: z.string(), error: azureError })),
            statistics: z
              .object({
                documentsCount: count,
                validDocumentsCount: count,
                erroneousDocumentsCount: count,
                transactionsCount: count,
              })
              .optional(),
            projectName: z.string(),
            deploymentName: z.string(),
          })
          .optional(),
      }),
    ),
  }),
});

const previewStep = {
  status,
  lastUpdatedDateTime: time,
  error: azureError.nullable(),
};

const previewTraining = z.object({
  tasks: z.array(
    z.object({ trainingModelName: z.string(), evaluationStatus: z.object(previewStep), ...previewStep }),
  ),
  inProgress: count,
  completed: count,
  failed: count,
  total: count,
  ...jobFields,
  lastUpdatedDateTime: time,
  status,
  errors: z.array(azureError),
});

export const azureResponses = {
  analysis,
  job,
  exportJob: job.extend({ resultUrl: z.url().optional() }),
  exportedFile,
  training,
  trainings: pageOf(training),
  project,
  projects: pageOf(project),
  model,
  models: pageOf(model),
  deployment,
  deployments: pageOf(deployment),
  summary,
  results: pageOf(result),
  configVersions: pageOf(z.object({ trainingConfigVersion: z.string(), modelExpirationDate: date })),
  previewTraining,
} as const;
