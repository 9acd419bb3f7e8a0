import type { DuplicatesBatch, DuplicatesTask, DuplicatesTaskResult } from '../../../core/ports/worker.ts';
import { createDuplicateSearch } from '../../../domain/duplicates/duplicate-search.ts';
import { type GroupList, listGroups } from '../../../domain/duplicates/group-list.ts';
import type { TextGroups } from '../../../domain/duplicates/originals.ts';
import { labelsKey } from '../../../domain/duplicates/problems.ts';
import { datasets } from '../../../domain/project.ts';
import { openReadOnly, type ReadOnlyProject, type StreamedDocument } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';

/** A batch ends with the group that reaches one of these. */
const groupsPerBatch = 200;
const documentsPerBatch = 20_000;
/** Of the bar: reading and sketching, then comparing. */
const readingShare = 0.6;

/** Documents are read one by one again when they are compared, so that texts take no memory. */
export async function runDuplicates(
  task: DuplicatesTask,
  context: TaskContext,
): Promise<DuplicatesTaskResult> {
  const project = openReadOnly(task.projectPath);
  try {
    const documents = createDocuments();
    const search = createDuplicateSearch({
      similarity: task.threshold,
      seed: task.seed,
      textOf: (index) => project.text(documents.ids[index]!),
    });
    const { total } = task;
    for await (const document of readDocuments(task, project, context)) {
      documents.add(document);
      search.add(document.text, document.textHash);
      context.progress({
        phase: 'Reading documents',
        fraction: readingShare * Math.min(1, documents.ids.length / total),
        current: documents.ids.length,
        total,
        unit: 'documents',
      });
    }
    const groups = await compare(search.groups(), context);
    const list = listGroups(groups, documents);
    await sendGroups(groups, list, documents, context);
    return {
      result: { documents: documents.ids.length, threshold: task.threshold, ...list.figures },
      counts: list.counts,
    };
  } finally {
    project.close();
  }
}

async function* readDocuments(
  { labelledOnly }: DuplicatesTask,
  project: ReadOnlyProject,
  context: TaskContext,
): AsyncGenerator<StreamedDocument, void, undefined> {
  for (const batch of project.streamDocuments(labelledOnly ? { labelled: true } : {})) {
    let units = 0;
    for (const document of batch) {
      yield document;
      units += document.text.length;
      if (units < unitsPerStep) continue;
      units = 0;
      await context.pause();
    }
    await context.pause();
  }
}

/** UTF-16 units between two pauses: some 20 milliseconds of sketching. */
const unitsPerStep = 500_000;

async function compare(
  steps: Generator<number, TextGroups, void>,
  context: TaskContext,
): Promise<TextGroups> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    context.progress({
      phase: 'Comparing documents',
      fraction: readingShare + (1 - readingShare) * step.value,
    });
    await context.pause();
  }
}

/** What is kept of each document: its place and its labels as numbers. */
function createDocuments() {
  const ids: number[] = [];
  const dataset: number[] = [];
  const labels: number[] = [];
  const known = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  };
  return {
    ids,
    dataset,
    labels,
    add(document: StreamedDocument): void {
      ids.push(document.id);
      dataset.push(document.dataset === null ? -1 : datasets.indexOf(document.dataset));
      labels.push(document.labels === null ? -1 : numberOf(labelsKey(document.labels)));
    },
  };
}

type Documents = ReturnType<typeof createDocuments>;

async function sendGroups(
  groups: TextGroups,
  list: GroupList,
  documents: Documents,
  context: TaskContext,
): Promise<void> {
  let batch: DuplicatesBatch['groups'][number][] = [];
  let size = 0;
  const send = async (): Promise<void> => {
    await context.batch({ groups: batch } satisfies DuplicatesBatch);
    batch = [];
    size = 0;
    await context.pause();
  };
  for (const group of list.order) {
    const places = differingFirst(groups, group, documents);
    batch.push({
      documentIds: Int32Array.from(places, (place) => documents.ids[groups.members[place]!]!),
      similarities: Float32Array.from(places, (place) => groups.similarities[place]!),
      kind: list.kinds[group]!,
    });
    size += places.length;
    if (batch.length >= groupsPerBatch || size >= documentsPerBatch) await send();
  }
  if (batch.length > 0) await send();
  await context.drained();
}

/**
 * Places of a group's members: the first, one of each further standing, the others. So the head of a large group tells
 * what is wrong with it.
 */
function differingFirst(
  { offsets, members }: TextGroups,
  group: number,
  { dataset, labels }: Documents,
): readonly number[] {
  const head: number[] = [];
  const rest: number[] = [];
  const seen = new Set<string>();
  for (let place = offsets[group]!; place < offsets[group + 1]!; place++) {
    const member = members[place]!;
    const standing = `${dataset[member]} ${labels[member]}`;
    (seen.has(standing) ? rest : head).push(place);
    seen.add(standing);
  }
  return head.concat(rest);
}
