import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseClassName } from '../../src-main/domain/classes.ts';
import { evaluate } from '../../src-main/domain/metrics/evaluate.ts';
import type { EvaluationMetrics } from '../../src-main/domain/metrics/types.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { defaultSplit, drawSplit } from '../../src-main/domain/splits.ts';
import { loadClassifier, trainers } from '../../src-main/engine/index.ts';
import { trainingContext, trainingData } from '../support/engine.ts';

interface Ticket {
  readonly id: string;
  readonly text: string;
  readonly label: string | null;
  readonly labels: readonly string[] | null;
}

const readSample = (name: string): string =>
  readFileSync(new URL(`../../resources/samples/${name}`, import.meta.url), 'utf8');
const tickets = readSample('support-tickets.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Ticket);
const classes = JSON.parse(readSample('support-tickets-classes.json')) as readonly {
  readonly name: string;
  readonly description: string;
}[];
const names = classes.map((one) => one.name);

describe('the sample tickets', () => {
  test('are well formed: distinct, of ordinary length, with known classes', () => {
    expect(tickets.length).toBeGreaterThanOrEqual(400);
    expect(new Set(tickets.map((ticket) => ticket.id)).size).toBe(tickets.length);
    expect(new Set(tickets.map((ticket) => ticket.text.toLowerCase())).size).toBe(tickets.length);
    for (const ticket of tickets) {
      expect(ticket.text.length, ticket.id).toBeGreaterThanOrEqual(40);
      expect(ticket.text.length, ticket.id).toBeLessThanOrEqual(400);
      expect(ticket.label === null, ticket.id).toBe(ticket.labels === null);
      for (const name of ticket.labels ?? []) {
        expect(names, ticket.id).toContain(name);
      }
      if (ticket.label !== null && ticket.labels!.length > 0) {
        expect(ticket.labels, ticket.id).toContain(ticket.label);
      }
    }
  });

  test('leave some work to do and show every case of a multi-label project', () => {
    const count = (matches: (ticket: Ticket) => boolean): number => tickets.filter(matches).length;
    expect(count((ticket) => ticket.labels === null)).toBe(25);
    expect(count((ticket) => ticket.labels?.length === 0)).toBeGreaterThanOrEqual(5);
    expect(count((ticket) => (ticket.labels?.length ?? 0) >= 3)).toBeGreaterThanOrEqual(5);
    const several =
      count((ticket) => (ticket.labels?.length ?? 0) >= 2) / count((ticket) => ticket.labels !== null);
    expect(several).toBeGreaterThan(0.2);
    expect(several).toBeLessThan(0.35);
    for (const name of names) {
      expect(
        count((ticket) => ticket.label === name),
        name,
      ).toBeGreaterThanOrEqual(25);
      expect(parseClassName(name)).toBe(name);
    }
    expect(classes.every((one) => one.description.length > 40)).toBe(true);
  });

  test('are a realistic example, neither hopeless nor a giveaway', async () => {
    const single = await trainAndEvaluate('single', 12);
    const accuracy = mean(single.map((metrics) => metrics.accuracy));
    expect(accuracy).toBeGreaterThan(0.84);
    expect(accuracy).toBeLessThan(0.92);
    const multi = await trainAndEvaluate('multi', 6);
    const microF1 = mean(multi.map((metrics) => metrics.microF1));
    expect(microF1).toBeGreaterThan(0.72);
    expect(microF1).toBeLessThan(0.9);
  });
});

/** One default draw, training and evaluation on the test part for each seed. */
async function trainAndEvaluate(kind: ProjectKind, seeds: number): Promise<EvaluationMetrics[]> {
  const documents = tickets.flatMap((ticket, index) => {
    const labels = kind === 'single' && ticket.label !== null ? [ticket.label] : ticket.labels;
    return labels === null
      ? []
      : [{ id: index + 1, text: ticket.text, classes: labels.map((name) => names.indexOf(name)) }];
  });
  const results: EvaluationMetrics[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const draw = drawSplit({ documents, percentages: defaultSplit, seed });
    const training = documents.filter((document) => draw.get(document.id) === 'train');
    const validation = documents.filter((document) => draw.get(document.id) === 'validation');
    const trained = await trainers.linear!.train(
      trainingData({ kind, classes: names, training, validation }),
      trainingContext({ seed }),
    );
    const classifier = await loadClassifier(trained.artefact);
    const tested = documents.filter((document) => draw.get(document.id) === 'test');
    const predictions = await classifier.predict(tested.map(({ text }) => text));
    const items = tested.map(({ classes: actual }, index) => ({
      actual,
      predicted: predictions[index]!.predicted,
    }));
    results.push(evaluate(kind, names, items));
  }
  return results;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
