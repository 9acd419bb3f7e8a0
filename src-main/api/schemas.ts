import { z } from 'zod';
import { documentSortKeys } from '../domain/document.ts';
import { datasets } from '../domain/project.ts';
import { formatNames } from '../domain/source.ts';

export const projectId = z.string().min(1).max(64);
export const inProject = z.object({ projectId });
export const rowId = z.int().positive();
export const filePath = z.string().min(1).max(4096);
export const projectKind = z.enum(['single', 'multi']);
export const dataset = z.enum(datasets);
export const evaluatedDataset = z.enum(['validation', 'test']);
export const language = z.string().min(2).max(35);
export const projectName = z.string().trim().min(1).max(200);
export const projectDescription = z.string().max(20_000);
export const newProject = z.object({
  path: filePath,
  name: projectName,
  kind: projectKind,
  language,
  multilingual: z.boolean(),
  description: projectDescription,
});
export const seed = z.int().min(0).max(4_294_967_295);
export const labels = z.array(rowId).max(1000).readonly().nullable();
export const filePaths = z.array(filePath).min(1).max(10_000).readonly();
export const maximalText = 1_000_000;

export const documentFilter = z.object({
  classIds: z.array(rowId).max(1000).readonly().exactOptional(),
  labelled: z.boolean().exactOptional(),
  unsure: z.boolean().exactOptional(),
  excluded: z.boolean().exactOptional(),
  verified: z.boolean().exactOptional(),
  suggested: z.boolean().exactOptional(),
  suggestedClassIds: z.array(rowId).max(1000).readonly().exactOptional(),
  suggestionUnsure: z.boolean().exactOptional(),
  datasets: z
    .array(z.enum([...datasets, 'none']))
    .readonly()
    .exactOptional(),
  language: language.exactOptional(),
  search: z.string().max(1000).exactOptional(),
});

export const documentSort = z.object({
  by: z.enum(documentSortKeys),
  descending: z.boolean(),
  seed: seed.exactOptional(),
});

export const selection = z.union([
  z.object({ queryId: z.string(), exceptIds: z.array(rowId).max(100_000).readonly() }),
  z.object({ ids: z.array(rowId).min(1).max(100_000).readonly() }),
]);

export const changeSource = z.enum(['label', 'documents', 'review', 'health', 'evaluate']);

const columnMapping = z.object({
  text: z.string().exactOptional(),
  labels: z.array(z.string()).readonly().exactOptional(),
  id: z.string().nullable().exactOptional(),
  dataset: z.string().nullable().exactOptional(),
  language: z.string().nullable().exactOptional(),
  fields: z.array(z.string()).readonly().exactOptional(),
});

/** formats' `ReadOptions`: null means "find out". */
export const readOptions = z.object({
  format: z.enum(formatNames).nullable(),
  encoding: z.string().max(40).nullable(),
  delimiter: z.string().length(1).nullable(),
  hasHeader: z.boolean().nullable(),
  labelDelimiter: z.string().min(1).max(5).nullable(),
  sheet: z.string().max(200).nullable(),
  mapping: columnMapping,
  folderAsClass: z.boolean(),
  defaultDataset: dataset.nullable(),
  textsFolder: filePath.nullable(),
  attribute: z.string().min(1).max(200).nullable(),
});

export const percentages = z
  .object({
    train: z.number().min(0).max(100),
    validation: z.number().min(0).max(100),
    test: z.number().min(0).max(100),
  })
  .refine((value) => Math.abs(value.train + value.validation + value.test - 100) < 1e-6, {
    message: 'The three percentages must add up to 100.',
  });

const classCondition = z.union([z.int().min(-1), z.object({ without: z.int().min(0) })]);

export const reviewFilter = z.object({
  incorrectOnly: z.boolean(),
  actual: classCondition.exactOptional(),
  predicted: classCondition.exactOptional(),
});
