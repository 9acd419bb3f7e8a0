import type { Core, Project } from '../../../src-main/core/core.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { projectFields } from '../../support/project-fields.ts';
import { importRecords, record, storeOpener } from '../../support/store.ts';
import type { CoreBench } from './core.ts';

/** Names of classes; `null`: unlabelled, `[]`: judged to have none. */
export type GivenLabels = readonly string[] | null;

export interface LabelledProject {
  readonly project: Project;
  /** Ids of the classes by name, as they were made. */
  readonly ids: Readonly<Record<string, number>>;
}

/**
 * A project whose documents 1, 2, 3 … have these labels and texts, made without a worker process.
 * @param texts "Document 1", "Document 2" … by default
 */
export async function labelledProject(
  bench: CoreBench,
  core: Core,
  kind: ProjectKind,
  labels: readonly GivenLabels[],
  texts: (index: number) => string = (index) => `Document ${index + 1}`,
): Promise<LabelledProject> {
  const file = bench.path('test.winnow');
  const store = await storeOpener().create(file, { ...projectFields, kind });
  const records = labels.map((given, index) => record(texts(index), { labels: given }));
  await importRecords(store, records);
  await store.close();
  const project = core.project((await core.projects.open(file)).id);
  return { project, ids: Object.fromEntries(project.classes.list().map(({ id, name }) => [name, id])) };
}

/** The labels of the first documents, as names of classes in the order of their ids. */
export function labelNames(project: Project, count: number): readonly GivenLabels[] {
  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  return Array.from({ length: count }, (_, index) => {
    const { labels } = project.documents.get(index + 1);
    return labels === null ? null : labels.map((id) => names.get(id) ?? `#${id}`);
  });
}

export function classNames(project: Project): readonly string[] {
  return project.classes.list().map(({ name }) => name);
}
