import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { SourceProject } from '../../domain/source.ts';
import { isJsonObject, type JsonObject } from '../json-variants.ts';
import { classNameProblem } from '../labels.ts';

/** A document as the project's JSON names it; `labels`: `null` for unlabelled, names as they stand there. */
export interface AzureDocument {
  readonly location: string;
  readonly language: string | null;
  /** As it stands there; absent: `null`. */
  readonly dataset: unknown;
  readonly labels: readonly string[] | null;
}

export interface AzureProject extends Omit<SourceProject, 'documents' | 'attributes'> {
  /** `project`: 2022-05-01 and later; `tags`: the file of the 2021 preview. */
  readonly version: 'project' | 'tags';
  /** In the order of the file; a string says why an entry is none. */
  readonly documents: readonly (AzureDocument | string)[];
}

/**
 * Checks the JSON of an Azure project for custom text classification: the project file of 2022-05-01 and later, or
 * the tags file of the 2021 preview, which names no kind (two classifiers on a document make it multi-label).
 * `projectKind` stands in two places and in two spellings in Microsoft's own pages: case says nothing.
 *
 * @throws AppError file_malformed, file_unsupported (a project of another kind)
 */
export function parseAzureProject(value: unknown, file: string): AzureProject {
  if (!isJsonObject(value)) throw malformed(file, 'it holds no JSON object');
  if (isJsonObject(value['assets'])) return parseProject(value, value['assets'], file);
  if (Array.isArray(value['classifiers'])) return parseTags(value, value['classifiers'], file);
  throw malformed(file, 'it has neither "assets" (2022-05-01 and later) nor "classifiers" (2021)');
}

function parseProject(value: JsonObject, assets: JsonObject, file: string): AzureProject {
  const metadata = value['metadata'] ?? {};
  if (!isJsonObject(metadata)) throw malformed(file, '"metadata" is no object');
  const multilingual = metadata['multilingual'] ?? false;
  if (typeof multilingual !== 'boolean') {
    throw malformed(
      file,
      `"multilingual" must be true or false, not ${JSON.stringify(multilingual).slice(0, 40)}`,
    );
  }
  const documents = listOf(assets['documents'] ?? [], '"assets.documents"', file);
  return {
    version: 'project',
    kind: kindOf(metadata['projectKind'], assets['projectKind'], documents, file),
    name: textOf(metadata['projectName']),
    language: textOf(metadata['language']),
    multilingual,
    description: textOf(metadata['description']) ?? '',
    classes: classNames(listOf(assets['classes'] ?? [], '"assets.classes"', file), 'category', file),
    documents: documents.map((entry) => parseDocument(entry, projectLabels)),
  };
}

function parseTags(value: JsonObject, classifiers: readonly unknown[], file: string): AzureProject {
  const documents = listOf(value['documents'] ?? [], '"documents"', file).map((entry) =>
    parseDocument(entry, tagLabels),
  );
  const several = documents.some((entry) => typeof entry !== 'string' && (entry.labels?.length ?? 0) > 1);
  return {
    version: 'tags',
    kind: several ? 'multi' : 'single',
    name: null,
    language: null,
    multilingual: false,
    description: '',
    classes: classNames(classifiers, 'name', file),
    documents,
  };
}

const kindNames: ReadonlyMap<string, ProjectKind> = new Map([
  ['customsinglelabelclassification', 'single'],
  ['custommultilabelclassification', 'multi'],
]);

function kindOf(first: unknown, second: unknown, documents: readonly unknown[], file: string): ProjectKind {
  const kinds = [first, second]
    .filter((name) => name !== undefined && name !== null)
    .map((name) => {
      const kind = typeof name === 'string' ? kindNames.get(name.toLowerCase()) : undefined;
      if (kind !== undefined) return kind;
      throw new AppError(
        'file_unsupported',
        `"${file}" is an Azure project of the kind ${JSON.stringify(name).slice(0, 80)}. Winnow reads CustomSingleLabelClassification and CustomMultiLabelClassification.`,
        { name: file },
      );
    });
  const [kind, other] = kinds;
  if (kind === undefined) {
    return documents.some((entry) => isJsonObject(entry) && 'classes' in entry) ? 'multi' : 'single';
  }
  if (other !== undefined && other !== kind) {
    throw malformed(file, '"metadata.projectKind" and "assets.projectKind" contradict each other');
  }
  return kind;
}

type ReadLabels = (entry: JsonObject) => readonly string[] | null | string;

function parseDocument(entry: unknown, readLabels: ReadLabels): AzureDocument | string {
  if (!isJsonObject(entry)) return 'The entry is no object.';
  const { location } = entry;
  if (typeof location !== 'string' || location === '') return 'The entry has no "location".';
  const labels = readLabels(entry);
  if (typeof labels === 'string') return labels;
  return { location, language: textOf(entry['language']), dataset: entry['dataset'] ?? null, labels };
}

/** `class` or `classes`, whichever is there; none, and a list of none, mean unlabelled. */
function projectLabels(entry: JsonObject): readonly string[] | null | string {
  const given = entry['class'] ?? entry['classes'] ?? [];
  return namesOf(Array.isArray(given) ? given : [given], 'category');
}

function tagLabels(entry: JsonObject): readonly string[] | null | string {
  const given = entry['classifiers'] ?? [];
  return Array.isArray(given)
    ? namesOf(given, 'classifierName')
    : 'The "classifiers" of the entry are no list.';
}

function namesOf(list: readonly unknown[], key: string): readonly string[] | null | string {
  const names = new Set<string>();
  for (const member of list) {
    const name = isJsonObject(member) ? member[key] : undefined;
    if (typeof name !== 'string' || name.trim() === '') return `A class of the entry has no "${key}".`;
    names.add(name.trim());
  }
  return names.size === 0 ? null : [...names];
}

function classNames(list: readonly unknown[], key: string, file: string): readonly string[] {
  const names = new Set<string>();
  for (const [index, member] of list.entries()) {
    const name = isJsonObject(member) ? textOf(member[key]) : null;
    if (name === null) throw malformed(file, `its class ${index + 1} has no "${key}"`);
    const problem = classNameProblem(name);
    if (problem !== null) throw malformed(file, `its class ${index + 1} cannot be taken over. ${problem}`);
    names.add(name);
  }
  return [...names];
}

function listOf(value: unknown, what: string, file: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(file, `${what} is no list`);
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().toWellFormed();
  return text === '' ? null : text;
}

function malformed(file: string, reason: string): AppError {
  return new AppError(
    'file_malformed',
    `"${file}" is not a sound Azure project for text classification: ${reason.replace(/\.$/, '')}.`,
    { name: file },
  );
}
