import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeQuestions } from '../support/questions.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { toJsonl } from './support/tickets.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = createWorkbench();
  const [first, second, ...others] = makeQuestions(31, 22) as [string, string, ...string[]];
  const rows = [
    { id: 'a1', text: first, label: 'x', dataset: 'train' },
    { id: 'a2', text: `${first} Thanks!`, label: 'y', dataset: 'test' },
    { id: 'b1', text: second, label: 'x', dataset: 'train' },
    { id: 'b2', text: second, dataset: 'train' },
    ...others.map((text, index) => ({ id: `c${index}`, text, label: 'y', dataset: 'test' })),
  ];
  bench.write('rows.jsonl', toJsonl(rows));
  await bench.json(['new', 'p.winnow', '--kind', 'single']);
  await bench.json(['import', 'p.winnow', 'rows.jsonl', '--label-field', 'label', '--duplicates', 'keep']);
}, 120_000);
afterAll(() => bench.dispose());

const health = ['health', 'p.winnow', '--part', 'duplicates'];

it('tells duplicates, leaks and contradictions', { timeout: 120_000 }, async () => {
  const report = await bench.json(health);
  expect(report).toMatchObject({
    duplicates: { documents: 24, threshold: 0.8, groups: 2, exactGroups: 1, duplicates: 2 },
    leaks: { groups: 1, testDocuments: 1, testShare: 1 / 21 },
    contradictions: { groups: 1 },
    duplicateGroups: [
      {
        size: 2,
        exact: false,
        leak: true,
        contradiction: true,
        resolved: false,
        documents: [
          { id: 'a1', labels: ['x'], dataset: 'train', similarity: 1 },
          { id: 'a2', labels: ['y'], dataset: 'test' },
        ],
      },
      { exact: true, leak: false, documents: [{ id: 'b1' }, { id: 'b2', labels: null }] },
    ],
  });
  const limited = await bench.json<{ duplicateGroups: unknown[] }>([...health, '--limit', '1']);
  expect(limited.duplicateGroups).toHaveLength(1);
  const text = await bench.run(health);
  expect(text.stdout).toContain('Leaks: 1 group in several datasets; 1 test document (4.8%) with a twin');
  expect(text.stdout).toMatch(/2 +no +leak, contradiction +no +a1 a2\n/);
});

it('takes another threshold and refuses a wrong one', { timeout: 120_000 }, async () => {
  expect(await bench.json([...health, '--threshold', '1'])).toMatchObject({
    duplicates: { threshold: 1, groups: 1 },
    leaks: { groups: 0 },
  });
  expect((await bench.run([...health, '--threshold', '0.2'])).code).toBe(2);
  expect((await bench.run(['health', 'p.winnow', '--part', 'weather'])).code).toBe(2);
});
