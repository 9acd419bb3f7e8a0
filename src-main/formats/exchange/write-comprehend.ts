import { AppError } from '../../domain/errors.ts';
import type { Tally } from '../../domain/exchange/tally.ts';
import type { Dataset } from '../../domain/project.ts';
import { csvLine } from '../csv-cell.ts';
import type { ExportDocument } from '../write.ts';
import type { ExchangeWriter, ExportedProject } from './writer.ts';

const labelDelimiter = '|';
/** The name of the job is free (63 characters at most). */
const attribute = 'winnow';

const unlabelled = 'A training file for Comprehend holds labelled documents only.';
const noDatasets = 'The format has no datasets: export each one by itself.';

/**
 * CSV without a header: label and text. Cells are written as they are, formulas among them: it is a file for a
 * machine, and an apostrophe would become part of the text.
 *
 * @throws AppError bad_request for a class of a multi-label project whose name holds the delimiter
 */
export function createComprehendWriter(project: ExportedProject): ExchangeWriter {
  const spoiling = project.classes.find((name) => name.includes(labelDelimiter));
  if (project.kind === 'multi' && spoiling !== undefined) {
    throw new AppError(
      'bad_request',
      `The class "${spoiling}" holds "${labelDelimiter}", which separates labels in a file for Comprehend. Rename it, or write a manifest.`,
      { name: spoiling },
    );
  }
  return {
    start: () => '',
    document({ id, text, labels, dataset }, written) {
      if (labels === null || labels.length === 0) {
        written.note(
          'missing',
          labels === null ? unlabelled : 'A row needs a label: "none of the classes" cannot be written.',
          id,
        );
        return null;
      }
      written.document(labels, withoutDataset(dataset, written, id));
      return { piece: csvLine([labels.join(labelDelimiter), text]) };
    },
    end: () => '',
    warnings: () => [],
  };
}

/** JSON Lines as SageMaker Ground Truth writes them. `created`: ISO 8601. */
export function createManifestWriter(project: ExportedProject, created: string): ExchangeWriter {
  const numbers = new Map(project.classes.map((name, index) => [name, index]));
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  const metadata = {
    'job-name': `labeling-job/${attribute}`,
    'human-annotated': 'yes',
    'creation-date': created.replace(/Z$/, ''),
  };
  const single = ({ text, labels }: ExportDocument): object => ({
    source: text,
    [attribute]: numberOf(labels![0]!),
    [`${attribute}-metadata`]: {
      ...metadata,
      confidence: 1,
      'class-name': labels![0],
      type: 'groundtruth/text-classification',
    },
  });
  const multi = ({ text, labels }: ExportDocument): object => ({
    source: text,
    [attribute]: labels!.map(numberOf),
    [`${attribute}-metadata`]: {
      ...metadata,
      'class-map': Object.fromEntries(labels!.map((name) => [numberOf(name), name])),
      'confidence-map': Object.fromEntries(labels!.map((name) => [numberOf(name), 1])),
      type: 'groundtruth/text-classification-multilabel',
    },
  });
  const row = project.kind === 'single' ? single : multi;
  return {
    start: () => '',
    document(document, written) {
      const { id, labels, dataset } = document;
      if (labels === null || (project.kind === 'single' && labels.length === 0)) {
        written.note('missing', unlabelled, id);
        return null;
      }
      written.document(labels, withoutDataset(dataset, written, id));
      return { piece: `${JSON.stringify(row(document))}\n` };
    },
    end: () => '',
    warnings: () => [],
  };
}

function withoutDataset(dataset: Dataset | null, written: Tally, id: string): null {
  if (dataset !== null) written.note('changed', noDatasets, id);
  return null;
}
