import { expect, test } from 'vitest';
import type { ProjectClass, ProjectCounts } from '../../domain/class.ts';
import { blocker, makePlan, type PlanFacts } from './plan.ts';

type Placed = Partial<Record<'train' | 'validation' | 'test' | 'none', number>>;

/** A single-label project in which every document has the class it is counted for. */
function facts(classes: Readonly<Record<string, Placed>>, more: Partial<PlanFacts> = {}): PlanFacts {
  const entries = Object.entries(classes).map(([name, placed], index) => ({
    classId: index + 1,
    name,
    ...{ train: 0, validation: 0, test: 0, none: 0, ...placed },
  }));
  const sum = (key: 'train' | 'validation' | 'test' | 'none') =>
    entries.reduce((total, entry) => total + entry[key], 0);
  const labelledIn = {
    train: sum('train'),
    validation: sum('validation'),
    test: sum('test'),
    none: sum('none'),
  };
  const labelled = Object.values(labelledIn).reduce((total, count) => total + count, 0);
  const counts: ProjectCounts = {
    documents: labelled,
    labelled,
    unsure: 0,
    suggested: 0,
    excluded: 0,
    labelledIn,
    documentsIn: labelledIn,
    classes: entries,
  };
  const projectClasses = entries.map(
    (entry): ProjectClass => ({
      id: entry.classId,
      name: entry.name,
      description: '',
      color: '#000000',
      key: null,
      position: entry.classId,
    }),
  );
  return { kind: 'single', classes: projectClasses, counts, models: [], ...more };
}

const volume = {
  labelled: { documents: 100, characters: 10_000 },
  unlabelled: { documents: 7, characters: 700 },
};
const plan = (given: PlanFacts) => makePlan(given, volume);
const rules = (given: PlanFacts) => plan(given).warnings.map((entry) => [entry.rule, entry.classId]);

test('a well filled project has nothing to warn about', () => {
  const given = facts({
    Access: { train: 40, validation: 5, test: 5 },
    Billing: { train: 30, validation: 4, test: 4 },
  });
  expect(plan(given)).toMatchObject({ warnings: [], blocker: null, evaluates: true });
});

test('each rule names the class that it is about', () => {
  const given = facts({
    Access: { train: 200, validation: 5, test: 5 },
    Billing: { train: 14, test: 1 },
    Change: { train: 30 },
    Delivery: {},
  });
  expect(rules(given)).toEqual([
    ['few-labels', 2],
    ['imbalance', 2],
    ['no-test-documents', 3],
    ['class-unused', 4],
  ]);
});

test('15 training labels, and 10 to 1, are enough', () => {
  const given = facts({ Access: { train: 150, test: 5 }, Billing: { train: 15, test: 5 } });
  expect(rules(given)).toEqual([]);
});

test('fewer than 10 labelled documents train without an evaluation', () => {
  const given = facts({ Access: { none: 5 }, Billing: { none: 4 } });
  const few = plan(given);
  expect(few.evaluates).toBe(false);
  expect(few.blocker).toBeNull();
  expect(few.warnings[0]).toMatchObject({ rule: 'no-evaluation', classId: null });
});

test('documents still to be drawn count as the default draw would place them', () => {
  const given = facts({ Access: { none: 100 }, Billing: { none: 50 } });
  expect(plan(given)).toMatchObject({
    documents: { train: 0, validation: 0, test: 0, toDraw: 150, unlabelled: 7 },
    warnings: [],
    evaluates: true,
  });
});

test('training refuses fewer than two training documents', () => {
  const given = facts({ Access: { train: 1, test: 20 }, Billing: { test: 20 } });
  expect(blocker(given)?.code).toBe('too_few_documents');
});

test('training refuses a single class in a single-label project only', () => {
  const given = facts({ Access: { train: 30 }, Billing: { test: 20 } });
  expect(blocker(given)?.code).toBe('too_few_classes');
  expect(blocker({ ...given, kind: 'multi' })).toBeNull();
  expect(plan(given).blocker).toContain('2 classes');
});
