import type { DatasetCounts } from '../class.ts';
import type { Dataset } from '../project.ts';
import type { EqualityNote, ExchangeCounts } from './equality.ts';

/** What one side of an exchange holds and why something of it is missing; plain data, it crosses processes. */
export interface ExchangeTally {
  readonly counts: ExchangeCounts;
  readonly notes: readonly EqualityNote[];
}

/** Texts mistaken for names of classes must not fill the memory; a project has some thousand at most. */
const maximalNames = 50_000;
const maximalReasons = 200;
const shownExamples = 10;

/** Adds up one side of an exchange, document by document. */
export class Tally {
  #documents = 0;
  #labelled = 0;
  #labels = 0;
  readonly #datasets = { train: 0, validation: 0, test: 0, none: 0 };
  readonly #classes = new Map<string, number>();
  readonly #notes = new Map<string, { kind: EqualityNote['kind']; count: number; examples: string[] }>();

  declare(name: string): void {
    if (!this.#classes.has(name) && this.#classes.size < maximalNames) this.#classes.set(name, 0);
  }

  /** `labels`: `null` unlabelled, `[]` judged as none of the classes; each name once. */
  document(labels: readonly string[] | null, dataset: Dataset | null): void {
    this.#documents += 1;
    this.#datasets[dataset ?? 'none'] += 1;
    if (labels === null) return;
    this.#labelled += 1;
    this.#labels += labels.length;
    for (const name of labels) {
      this.declare(name);
      const count = this.#classes.get(name);
      if (count !== undefined) this.#classes.set(name, count + 1);
    }
  }

  note(kind: EqualityNote['kind'], reason: string, example: string | null, count = 1): void {
    const known = this.#notes.get(reason);
    if (known !== undefined) {
      known.count += count;
      if (example !== null && known.examples.length < shownExamples) known.examples.push(example);
    } else if (this.#notes.size < maximalReasons) {
      this.#notes.set(reason, { kind, count, examples: example === null ? [] : [example] });
    }
  }

  result(): ExchangeTally {
    return {
      counts: {
        documents: this.#documents,
        labelled: this.#labelled,
        labels: this.#labels,
        datasets: { ...this.#datasets },
        classes: [...this.#classes].map(([name, documents]) => ({ name, documents })),
      },
      notes: [...this.#notes].map(([reason, { kind, count, examples }]) => ({
        kind,
        reason,
        count,
        examples,
      })),
    };
  }
}

/** Two files of one import together. */
export function addTallies(first: ExchangeTally, second: ExchangeTally): ExchangeTally {
  const a = first.counts;
  const b = second.counts;
  const classes = new Map(a.classes.map(({ name, documents }) => [name, documents]));
  for (const { name, documents } of b.classes) classes.set(name, (classes.get(name) ?? 0) + documents);
  return {
    counts: {
      documents: a.documents + b.documents,
      labelled: a.labelled + b.labelled,
      labels: a.labels + b.labels,
      datasets: addDatasets(a.datasets, b.datasets),
      classes: [...classes].map(([name, documents]) => ({ name, documents })),
    },
    notes: [...first.notes, ...second.notes],
  };
}

function addDatasets(a: DatasetCounts, b: DatasetCounts): DatasetCounts {
  return {
    train: a.train + b.train,
    validation: a.validation + b.validation,
    test: a.test + b.test,
    none: a.none + b.none,
  };
}
