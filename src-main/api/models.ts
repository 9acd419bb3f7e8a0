import { z } from 'zod';
import { batchFormats } from '../domain/batch.ts';
import { sparseMatrix } from '../domain/metrics/sparse-matrix.ts';
import { modelExportFormats } from '../domain/model-file.ts';
import {
  evaluatedDataset,
  filePath,
  filePaths,
  inProject,
  maximalText,
  percentages,
  readOptions,
  reviewFilter,
  rowId,
  seed,
} from './schemas.ts';
import { procedure, router } from './trpc.ts';

const oneModel = inProject.extend({ modelId: rowId });
const modelName = z.string().trim().min(1).max(100);

export const trainingRouter = router({
  families: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).training.families()),
  plan: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).training.plan()),
  inspectEncoder: procedure
    .input(inProject.extend({ path: filePath }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).training.inspectEncoder(input.path)),
  split: procedure
    .input(inProject.extend({ percentages, seed, all: z.boolean() }))
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).training.split(request),
    ),
  start: procedure
    .input(
      inProject.extend({
        modelName,
        family: z.string().min(1).max(40),
        options: z.record(z.string().max(40), z.union([z.number(), z.string().max(200), z.boolean()])),
        encoder: z.string().max(4096).nullable(),
        seed,
        split: z.enum(['assigned', 'automatic']),
        percentages,
        overwrite: z.boolean(),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).training.start(request),
    ),
});

export const modelsRouter = router({
  export: procedure
    .input(
      oneModel.extend({
        format: z.enum(modelExportFormats),
        path: filePath,
        deploymentId: rowId.exactOptional(),
      }),
    )
    .mutation(({ ctx, input: { projectId, modelId, ...request } }) =>
      ctx.core.project(projectId).models.startExport(modelId, request),
    ),
  list: procedure.input(inProject).query(({ ctx, input }) => ctx.core.project(input.projectId).models.list()),
  get: procedure
    .input(oneModel)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).models.get(input.modelId)),
  rename: procedure
    .input(oneModel.extend({ name: modelName }))
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).models.rename(input.modelId, input.name)),
  delete: procedure
    .input(oneModel)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).models.delete(input.modelId)),
  topFeatures: procedure
    .input(oneModel.extend({ classId: rowId.nullable(), limit: z.int().min(1).max(200) }))
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).models.topFeatures(input.modelId, input.classId, input.limit),
    ),
});

const oneEvaluation = inProject.extend({ evaluationId: rowId });

export const evaluationsRouter = router({
  get: procedure.input(oneModel.extend({ dataset: evaluatedDataset })).query(async ({ ctx, input }) => {
    const { evaluations } = ctx.core.project(input.projectId);
    const evaluation = await evaluations.get(input.modelId, input.dataset);
    if (evaluation === null) return null;
    const { confusionMatrix, ...metrics } = evaluation.metrics;
    return { ...evaluation, metrics, matrix: confusionMatrix && sparseMatrix(confusionMatrix) };
  }),
  start: procedure
    .input(oneModel.extend({ dataset: evaluatedDataset }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).evaluations.start(input.modelId, input.dataset),
    ),
  review: procedure
    .input(
      oneEvaluation.extend({
        filter: reviewFilter,
        /** Place of the first row. */
        cursor: z.int().min(0),
        count: z.int().min(1).max(500),
      }),
    )
    .query(({ ctx, input }) =>
      ctx.core
        .project(input.projectId)
        .evaluations.review(input.evaluationId, input.filter, input.cursor, input.count),
    ),
  reviewItem: procedure
    .input(oneEvaluation.extend({ documentId: rowId }))
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).evaluations.reviewItem(input.evaluationId, input.documentId),
    ),
});

const batchRequest = oneModel.extend({
  deploymentId: rowId.exactOptional(),
  paths: filePaths,
  options: readOptions,
  outputPath: filePath,
  outputFormat: z.enum(batchFormats),
  routeFolder: filePath.exactOptional(),
  errorsPath: filePath.exactOptional(),
});

export const classificationRouter = router({
  classify: procedure
    .input(
      oneModel.extend({
        text: z.string().max(maximalText),
        explain: z.union([z.string(), z.literal(false)]).nullable(),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).classification.classify(input.modelId, input.text, input.explain),
    ),
  /** By a deployment: its rule decides, and says whether a person should look. */
  classifyDeployed: procedure
    .input(
      inProject.extend({
        deploymentId: rowId,
        text: z.string().max(maximalText),
        explain: z.union([z.string(), z.literal(false)]).nullable(),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.core
        .project(input.projectId)
        .classification.classifyDeployed(input.deploymentId, input.text, input.explain),
    ),
  explainDocument: procedure
    .input(oneModel.extend({ documentId: rowId, className: z.string() }))
    .query(({ ctx, input }) =>
      ctx.core
        .project(input.projectId)
        .classification.explainDocument(input.modelId, input.documentId, input.className),
    ),
  /** Goes on with an unfinished run of the same request, unless `resume` is false. */
  startBatch: procedure
    .input(batchRequest.extend({ resume: z.boolean().exactOptional() }))
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).classification.startBatch(request),
    ),
  /** Of the project's unlabelled documents, after importing files where there are any. */
  startSuggestions: procedure
    .input(
      oneModel.extend({
        deploymentId: rowId.exactOptional(),
        files: z.object({ paths: filePaths, options: readOptions }).nullable(),
      }),
    )
    .mutation(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).classification.startSuggestions(request),
    ),
  /** Null where nothing was begun. */
  unfinishedBatch: procedure
    .input(batchRequest)
    .query(({ ctx, input: { projectId, ...request } }) =>
      ctx.core.project(projectId).classification.unfinishedBatch(request),
    ),
});
