import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = createWorkbench();
  await bench.json(['new', 'p.winnow', '--kind', 'single']);
  bench.write('tickets.jsonl', toJsonl(makeTickets(40)));
  await bench.json(['import', 'p.winnow', 'tickets.jsonl', '--label-field', 'label']);
}, 120_000);
afterAll(() => bench.dispose());

const names = async () => {
  const { classes } = await bench.json<{ classes: { name: string }[] }>(['info', 'p.winnow']);
  return classes.map(({ name }) => name);
};

it('merges classes and restores one, and tells so in the history', { timeout: 120_000 }, async () => {
  const [first, second, ...others] = await names();
  const merged = await bench.json(['classes', 'merge', 'p.winnow', '--class', first!, '--into', second!]);
  expect(merged).toMatchObject({ into: second });
  expect(merged.changed).toBeGreaterThan(0);
  expect(await names()).toEqual([second, ...others]);
  const restored = await bench.json(['classes', 'restore', 'p.winnow', '--class', first!]);
  expect(restored).toEqual({ class: first, changed: merged.changed, skipped: 0 });

  const { total, entries } = await bench.json<{ total: number; entries: { title: string }[] }>([
    'history',
    'p.winnow',
    '--limit',
    '2',
  ]);
  expect(total).toBe(3);
  expect(entries.map(({ title }) => title)).toEqual([
    `Restore class “${first}”`,
    `Merge “${first}” into “${second}”`,
  ]);
  const one = await bench.json<{ entries: object[] }>(['history', 'p.winnow', '--document', '1']);
  expect(one.entries).toMatchObject([
    { field: 'labels', before: [second], after: [first] },
    { field: 'labels', before: [first], after: [second] },
  ]);
  const text = await bench.run(['history', 'p.winnow', '--document', '1']);
  expect(text.stdout).toMatch(/^when +who +field +from +to +why\n/);
  const unknown = await bench.json(['classes', 'merge', 'p.winnow', '--class', 'x', '--into', second!], 1);
  expect(unknown).toMatchObject({ error: { code: 'not_found' } });
});

it('proposes a split, carries it out, and converts the project', { timeout: 120_000 }, async () => {
  const [first] = await names();
  const split = ['classes', 'split', 'p.winnow', '--class', first!, '--part', 'one', '--part', 'two'];
  const proposal = await bench.json<{ groups: { documents: number }[]; documents: number }>(split);
  expect(proposal).toMatchObject({ class: first, changed: null, groups: [{ name: 'one' }, { name: 'two' }] });
  expect(await names()).toContain(first);
  expect(await bench.json([...split, '--apply'])).toMatchObject({
    groups: proposal.groups,
    changed: proposal.documents,
  });
  expect(await names()).toEqual(expect.arrayContaining(['one', 'two']));
  expect(await bench.json(['classes', 'convert', 'p.winnow', '--kind', 'multi'])).toEqual({
    kind: 'multi',
    changed: 0,
  });
  expect(await bench.json(['info', 'p.winnow'])).toMatchObject({ kind: 'multi' });
});
