import { z } from 'zod';
import type { RestLimits } from '../../context.ts';
import { type AzureError, invalidRequest } from '../errors.ts';

const maximalName = 200;

const document = z.object({
  id: z.string().min(1).max(1000),
  language: z.string().max(40).nullish(),
  text: z.string(),
});

const task = z.object({
  kind: z.string().max(maximalName),
  taskName: z.string().max(maximalName).nullish(),
  parameters: z.object({
    projectName: z.string().min(1).max(maximalName),
    deploymentName: z.string().min(1).max(maximalName),
  }),
});

export const analyzeRequest = z.object({
  displayName: z.string().max(1000).nullish(),
  analysisInput: z.object({ documents: z.array(document) }),
  tasks: z.array(task).min(1).max(100),
});

export type AnalyzeRequest = z.output<typeof analyzeRequest>;

const azureMaximum = { documents: 25, characters: 125_000 } as const;

/** @throws AzureError for what Azure refuses as a whole. */
export function checkDocuments(
  { analysisInput: { documents } }: AnalyzeRequest,
  { azureLimits }: RestLimits,
): void {
  if (documents.length === 0) throw batchError('MissingInputDocuments', 'The request holds no document.');
  if (new Set(documents.map(({ id }) => id)).size < documents.length) {
    throw batchError('InvalidDocumentBatch', 'Two documents have the same id.');
  }
  if (azureLimits === 'relaxed') return;
  if (documents.length > azureMaximum.documents) {
    throw batchError(
      'InvalidDocumentBatch',
      `The request holds ${documents.length} documents; at most ${azureMaximum.documents} are permitted.`,
    );
  }
  if (!isWithin(documents.map(({ text }) => text))) {
    throw batchError(
      'InvalidDocumentBatch',
      `The documents have more than ${azureMaximum.characters} characters together.`,
    );
  }
}

/** Azure counts what a reader takes for one character; never more than UTF-16 units. */
function isWithin(texts: readonly string[]): boolean {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  if (units <= azureMaximum.characters) return true;
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  for (const text of texts) {
    for (const _character of segmenter.segment(text)) {
      count += 1;
      if (count > azureMaximum.characters) return false;
    }
  }
  return true;
}

function batchError(inner: string, message: string): AzureError {
  return invalidRequest(inner, message, 'analysisInput.documents', 'InvalidArgument');
}
