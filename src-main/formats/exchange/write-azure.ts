import type { Tally } from '../../domain/exchange/tally.ts';
import type { Dataset } from '../../domain/project.ts';
import type { ExportDocument } from '../write.ts';
import { AzureLocations, azureNameWarnings } from './azure-names.ts';
import type { ExchangeWriter, ExportedProject } from './writer.ts';

export interface AzureTarget {
  /** Of the container that the texts are meant for. */
  readonly container: string;
  /** Texts are written, under names that Azure allows; else documents keep their ids as `location`. */
  readonly withTexts: boolean;
}

const kindNames = {
  single: 'CustomSingleLabelClassification',
  multi: 'CustomMultiLabelClassification',
} as const;
/** Azure knows no third set; what it does not name, it trains on. */
const datasetNames: Readonly<Record<Dataset, string>> = { train: 'Train', validation: 'Train', test: 'Test' };

/** The project file of 2022-05-01 and later. */
export function createAzureWriter(project: ExportedProject, target: AzureTarget): ExchangeWriter {
  const kind = kindNames[project.kind];
  const metadata = {
    projectKind: kind,
    storageInputContainerName: target.container,
    settings: {},
    projectName: project.name,
    multilingual: project.multilingual,
    description: project.description,
    language: project.language,
  };
  const classes = project.classes.map((name) => ({ category: name }));
  return createWriter(project, target, {
    start: `{\n"projectFileVersion": "2022-05-01",\n"stringIndexType": "Utf16CodeUnit",\n"metadata": ${JSON.stringify(metadata)},\n"assets": {\n"projectKind": "${kind}",\n"classes": ${JSON.stringify(classes)},\n"documents": [`,
    end: '\n]\n}\n}\n',
    entry(document) {
      const labels = (document.labels ?? []).map((category) => ({ category }));
      return {
        language: document.language ?? project.language,
        ...(document.dataset === null ? {} : { dataset: datasetNames[document.dataset] }),
        ...(project.kind === 'multi'
          ? { classes: labels }
          : labels[0] === undefined
            ? {}
            : { class: labels[0] }),
      };
    },
    dataset(dataset, written, id) {
      if (dataset !== 'validation') return dataset;
      written.note('changed', 'Azure has no validation set: the documents went to Train.', id);
      return 'train';
    },
  });
}

/** The tags file of the 2021 preview: no kind, no datasets. */
export function createAzureTagsWriter(project: ExportedProject, target: AzureTarget): ExchangeWriter {
  const classifiers = project.classes.map((name) => ({ name }));
  let several = false;
  const writer = createWriter(project, target, {
    start: `{\n"classifiers": ${JSON.stringify(classifiers)},\n"documents": [`,
    end: '\n]\n}\n',
    entry(document) {
      several ||= (document.labels?.length ?? 0) > 1;
      return {
        language: document.language ?? project.language,
        classifiers: (document.labels ?? []).map((classifierName) => ({ classifierName })),
      };
    },
    dataset(dataset, written, id) {
      if (dataset !== null) written.note('changed', 'The tags file of 2021 has no datasets.', id);
      return null;
    },
  });
  return {
    ...writer,
    warnings: () =>
      project.kind === 'multi' && !several
        ? [
            ...writer.warnings(),
            'No document has two classes: whoever reads the file will take the project for a single-label one.',
          ]
        : writer.warnings(),
  };
}

interface Layout {
  readonly start: string;
  readonly end: string;
  readonly entry: (document: ExportDocument) => object;
  /** The dataset as it was written. */
  readonly dataset: (dataset: Dataset | null, written: Tally, id: string) => Dataset | null;
}

function createWriter(project: ExportedProject, target: AzureTarget, layout: Layout): ExchangeWriter {
  const locations = new AzureLocations();
  let separator = '\n';
  return {
    start(written) {
      for (const name of project.classes) written.declare(name);
      return layout.start;
    },
    document(document, written) {
      const { id, text, labels, dataset } = document;
      const location = target.withTexts ? locations.of(id) : id;
      if (labels !== null && labels.length === 0) {
        written.note('changed', 'Azure cannot tell "none of the classes" from unlabelled.', id);
      }
      const names = labels === null || labels.length === 0 ? null : labels;
      written.document(names, layout.dataset(dataset, written, id));
      const piece = `${separator}${JSON.stringify({ location, ...layout.entry(document) })}`;
      separator = ',\n';
      return target.withTexts ? { piece, text: { location, text } } : { piece };
    },
    end: () => layout.end,
    warnings() {
      const warnings = [...azureNameWarnings(project.name, project.classes)];
      if (locations.changed > 0) {
        warnings.push(
          `Azure allows letters and digits only in names of documents: ${locations.changed} got names that differ from their ids.`,
        );
      }
      return warnings;
    },
  };
}

/** A legal name of a container, made of the name of a folder: 3 to 63 small letters, digits and single hyphens. */
export function containerName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
  return name.length < 3 ? 'documents' : name;
}
