import { afterAll, beforeAll, expect, it } from 'vitest';
import { topicClasses, topicDocuments } from '../support/learner.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { toJsonl } from './support/tickets.ts';

let bench: Workbench;
const documents = topicDocuments('single', 300, 8);
const isPlanted = (id: number): boolean => id % 15 === 4;

beforeAll(async () => {
  bench = createWorkbench();
  const rows = documents.map(({ id, text, classes }) => ({
    id: `d${id}`,
    text,
    label: topicClasses[(classes[0]! + (isPlanted(id) ? 1 : 0)) % 4]!,
  }));
  bench.write('rows.jsonl', toJsonl(rows));
  bench.write('few.jsonl', toJsonl(rows.slice(0, 1)));
  for (const name of ['p', 'few']) await bench.json(['new', `${name}.winnow`, '--kind', 'single']);
  await bench.json(['import', 'p.winnow', 'rows.jsonl', '--label-field', 'label']);
  await bench.json(['import', 'few.winnow', 'few.jsonl', '--label-field', 'label']);
}, 120_000);
afterAll(() => bench.dispose());

it('winnow health lists label errors, of documents that no training has placed yet', {
  timeout: 120_000,
}, async () => {
  const args = ['health', 'p.winnow', '--part', 'label-errors'];
  const { labelErrors } = await bench.json<{
    labelErrors: {
      documents: number;
      issues: number;
      classes: unknown[];
      queue: { id: string; class: string; labels: string[] }[];
    };
  }>(args);
  expect(labelErrors).toMatchObject({ documents: 300, folds: 5 });
  expect(labelErrors.queue).toHaveLength(labelErrors.issues);
  expect(labelErrors.queue.length).toBeGreaterThan(10);
  expect(labelErrors.classes).toHaveLength(4);
  for (const { id, class: proposed } of labelErrors.queue.slice(0, 10)) {
    const document = documents.find((one) => `d${one.id}` === id)!;
    expect(isPlanted(document.id)).toBe(true);
    expect(proposed).toBe(topicClasses[document.classes[0]!]);
  }
  const text = await bench.run([...args, '--limit', '1']);
  expect(text.stdout).toMatch(/^Label errors: of 300 documents, about \d+ labels \(/);
  expect(text.stdout.trimEnd().split('\n')).toHaveLength(4);
});

it('winnow health says why label errors cannot be looked for, and goes on', {
  timeout: 120_000,
}, async () => {
  expect(await bench.json(['health', 'few.winnow'])).toMatchObject({
    duplicates: { documents: 1 },
    labelErrors: null,
  });
});

it('winnow curve tells points, forecasts and what they cost', { timeout: 120_000 }, async () => {
  const curve = await bench.json<{
    points: { labels: number; mean: number }[];
    forecasts: { labels: number; moreLabels: number; minutes: number | null }[];
    classes: { class: string }[];
  }>(['curve', 'p.winnow']);
  expect(curve).toMatchObject({ figure: 'accuracy', judgedOn: 'cross-validation', seeds: [42, 43, 44] });
  expect(curve.points.at(-1)!.labels).toBe(240);
  expect(curve.forecasts.map(({ moreLabels }) => moreLabels)).toEqual([0, 150, 300, 900]);
  expect(curve.forecasts[1]!.minutes).toBeNull();
  expect(curve.classes.map((entry) => entry.class).toSorted()).toEqual(topicClasses.toSorted());
  const text = await bench.run(['curve', 'p.winnow']);
  expect(text.stdout).toContain('Measured on held-out parts of the training set:');
  expect(text.stdout).toMatch(/\n\s*600\s+300\s+–\s+[\d.]+%/);
  expect((await bench.run(['curve', 'few.winnow'])).code).toBe(1);
});
