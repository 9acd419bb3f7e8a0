import type { ExportedSnapshot } from '../../../core/ports/worker.ts';
import type { Labels } from '../../../domain/document.ts';
import type { Dataset } from '../../../domain/project.ts';
import type { ReadOnlyProject } from '../../../store/read-only.ts';

const valuesAtOnce = 500;

interface Standing {
  readonly id: number;
  readonly labels: Labels;
  readonly dataset: Dataset | null;
}

/**
 * Gives documents the labels and datasets that they had at a point of the history. Documents must be asked for
 * ascending by id: the values of then are read alongside, a page at a time.
 */
export class SnapshotLabels {
  readonly #pages: Generator<{ readonly documentId: number; readonly field: string; readonly value: string }>;
  readonly #firstNew: number;
  #next: { readonly documentId: number; readonly field: string; readonly value: string } | undefined;

  constructor(project: Pick<ReadOnlyProject, 'valuesAt'>, { point, firstNew }: ExportedSnapshot) {
    this.#pages = values(project, point);
    this.#firstNew = firstNew;
    this.#next = this.#advance();
  }

  /** `null`: it was not there then. */
  of<T extends Standing>(document: T): T | null {
    if (document.id >= this.#firstNew) return null;
    let { labels, dataset } = document;
    while (this.#next !== undefined && this.#next.documentId <= document.id) {
      const { documentId, field, value } = this.#next;
      this.#next = this.#advance();
      if (documentId !== document.id) continue;
      if (field === 'labels') labels = JSON.parse(value) as Labels;
      else if (field === 'dataset') dataset = JSON.parse(value) as Dataset | null;
    }
    return { ...document, labels, dataset };
  }

  #advance(): { readonly documentId: number; readonly field: string; readonly value: string } | undefined {
    const { value, done } = this.#pages.next();
    return done === true ? undefined : value;
  }
}

function* values(
  project: Pick<ReadOnlyProject, 'valuesAt'>,
  point: number,
): Generator<
  { readonly documentId: number; readonly field: string; readonly value: string },
  undefined,
  undefined
> {
  let place: { readonly documentId: number; readonly field: string } = { documentId: 0, field: '' };
  for (;;) {
    const page = project.valuesAt(point, place, valuesAtOnce);
    const last = page.at(-1);
    if (last === undefined) return undefined;
    yield* page;
    place = last;
  }
}
