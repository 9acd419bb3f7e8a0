import { labelsText, stateOf } from './core.ts';
import type { Entry, Plan } from './journal.ts';

/** A value that is known, unless something that would change it was cut in half: then it is one of `seen`. */
interface Known {
  current: string;
  readonly seen: Set<string>;
}

interface ImportedFile {
  readonly rows: number;
  state: 'present' | 'absent' | 'either';
}

export interface StartedJob {
  readonly id: number;
  readonly title: string;
  readonly kind: 'import' | 'train';
  readonly what: string;
  /** The state that was acknowledged, or null while it runs. */
  state: string | null;
}

/** What must be in the project after everything that was acknowledged. */
export interface Expectation {
  readonly labels: Map<number, Known>;
  readonly bulk: Known;
  readonly imports: Map<string, ImportedFile>;
  readonly models: Set<string>;
  jobs: StartedJob[];
  /** Titles that later victims were told were interrupted. */
  told: string[];
  /** Documents whose last label was not acknowledged. */
  readonly uncertain: Set<number>;
  /** Undos and redos that were not acknowledged: each may have changed one document. */
  openSteps: number;
  bulkUncertain: boolean;
  readonly problems: string[];
  acknowledged: { labels: number; bulk: number; steps: number; jobs: number };
  /** Jobs that the next start said were interrupted. */
  interrupted: number;
  modelsLoaded: number;
}

/** What was going on when the journal ended. */
export type Moment = 'opening' | 'labelling' | 'undo or redo' | 'bulk change' | 'import' | 'training';

/** Follows a victim's journal; returns what was cut off. */
export function follow(expected: Expectation, plan: Plan, entries: readonly Entry[]): readonly Moment[] {
  const open: Open = { label: null, bulk: false, dataset: false, step: false };
  for (const entry of entries) {
    apply(expected, plan, entry, open);
  }
  if (open.label !== null) expected.uncertain.add(open.label);
  if (open.bulk) expected.bulkUncertain = true;
  if (open.step) {
    expected.openSteps += 1;
    expected.bulkUncertain = true;
    for (const file of expected.imports.values()) if (file.state === 'present') file.state = 'either';
  }
  const running = expected.jobs.filter((job) => job.state === null);
  const moments: Moment[] = [
    ...(open.step ? (['undo or redo'] as const) : []),
    ...(open.bulk || open.dataset ? (['bulk change'] as const) : []),
    ...(running.some((job) => job.kind === 'import') ? (['import'] as const) : []),
    ...(running.some((job) => job.kind === 'train') ? (['training'] as const) : []),
  ];
  if (entries.length === 0) return ['opening'];
  return moments.length === 0 ? ['labelling'] : moments;
}

interface Open {
  label: number | null;
  bulk: boolean;
  dataset: boolean;
  step: boolean;
}

function apply(expected: Expectation, plan: Plan, entry: Entry, open: Open): void {
  switch (entry.type) {
    case 'opened':
      expected.told.push(...entry.interrupted);
      break;
    case 'label-begin':
      open.label = entry.id;
      knownLabels(expected, entry.id).seen.add(labelsText(entry.labels));
      break;
    case 'label':
      open.label = null;
      expected.acknowledged.labels += 1;
      set(knownLabels(expected, entry.id), labelsText(entry.labels));
      expected.uncertain.delete(entry.id);
      break;
    case 'bulk-begin':
      open.bulk = true;
      expected.bulk.seen.add(allEqual(plan, labelsText(entry.labels)));
      break;
    case 'bulk':
      open.bulk = false;
      expected.acknowledged.bulk += 1;
      settleBulk(expected, entry.state);
      break;
    case 'dataset-begin':
    case 'dataset':
      open.dataset = entry.type === 'dataset-begin';
      break;
    case 'step-begin':
    case 'step-none':
      open.step = entry.type === 'step-begin';
      break;
    case 'step':
      open.step = false;
      applyStep(expected, entry);
      break;
    case 'job':
      expected.jobs.push({
        id: entry.id,
        title: entry.title,
        kind: entry.kind,
        what: entry.what,
        state: null,
      });
      if (entry.kind === 'import') file(expected, entry.what).state = 'either';
      break;
    case 'job-end':
      endJob(expected, entry);
      break;
  }
}

function applyStep(expected: Expectation, entry: Extract<Entry, { type: 'step' }>): void {
  expected.acknowledged.steps += 1;
  settleBulk(expected, entry.state);
  if (entry.id !== null && expected.labels.has(entry.id)) {
    set(knownLabels(expected, entry.id), labelsText(entry.labels));
    expected.uncertain.delete(entry.id);
  }
  for (const one of expected.imports.values()) {
    if (entry.title === importTitle(one.rows)) one.state = 'absent';
  }
}

function endJob(expected: Expectation, entry: Extract<Entry, { type: 'job-end' }>): void {
  const job = expected.jobs.find((one) => one.id === entry.id && one.state === null);
  if (job === undefined) return;
  job.state = entry.state;
  expected.acknowledged.jobs += 1;
  if (entry.code === 'internal' || entry.code === 'worker_failed') {
    expected.problems.push(`The job "${job.title}" failed with ${entry.code}.`);
  }
  if (job.kind === 'train') {
    if (entry.state === 'done') expected.models.add(job.what);
    return;
  }
  const imported = file(expected, job.what);
  // Its end and an undo may be written down in either order.
  if (imported.state === 'either') imported.state = entry.state === 'done' ? 'present' : 'absent';
}

/** As the history names an import; the files differ in their numbers of rows. */
export function importTitle(rows: number): string {
  return `Import ${rows.toLocaleString('en')} documents`;
}

function settleBulk(expected: Expectation, state: string): void {
  // Every state in between would be a half-done change that somebody could see.
  if (!expected.bulk.seen.has(state)) {
    expected.problems.push('A bulk change, undo or redo was acknowledged half done.');
  }
  set(expected.bulk, state);
  expected.bulkUncertain = false;
}

function set(known: Known, value: string): void {
  known.current = value;
  known.seen.add(value);
}

function knownLabels(expected: Expectation, id: number): Known {
  const known = expected.labels.get(id);
  if (known === undefined) throw new Error(`The document ${id} is not one that a person labels.`);
  return known;
}

function file(expected: Expectation, name: string): ImportedFile {
  const found = expected.imports.get(name);
  if (found === undefined) throw new Error(`The file ${name} is not one that was made.`);
  return found;
}

function allEqual(plan: Plan, labels: string): string {
  return stateOf(plan.bulkIds.map(() => JSON.parse(labels) as readonly number[] | null));
}
