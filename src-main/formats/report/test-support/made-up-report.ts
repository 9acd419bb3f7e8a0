import { evaluate } from '../../../domain/metrics/evaluate.ts';
import type { EvaluationItem } from '../../../domain/metrics/types.ts';
import type { ProjectKind } from '../../../domain/project.ts';
import { createRandom } from '../../../domain/random.ts';
import { buildReport, type ReportFacts } from '../../../domain/report/build.ts';
import type { ModelReport } from '../../../domain/report/types.ts';
import { createAnalysis } from '../../../domain/statistics/analyse.ts';

export interface MadeUp {
  readonly kind: ProjectKind;
  readonly names: readonly string[];
  readonly documents: number;
  /** What differs from usual facts. */
  readonly facts?: Partial<ReportFacts>;
}

/** The report of a model that is mostly right, with figures computed as those of a real one; the last class is absent. */
export function madeUpReport({ kind, names, documents, facts = {} }: MadeUp): ModelReport {
  const random = createRandom(7);
  const analysis = createAnalysis(kind, names.length, kind === 'multi' ? names.map(() => 0.5) : null);
  const items: EvaluationItem[] = [];
  for (let number = 0; number < documents; number++) {
    const actual = [random.below(names.length - 1)];
    if (kind === 'multi' && number % 3 === 0) actual.push((actual[0]! + 1) % (names.length - 1));
    const isRight = random.below(5) > 0;
    const predicted = isRight ? actual : [(actual[0]! + 1 + random.below(2)) % (names.length - 1)];
    const score = 0.5 + random.below(500) / 1000;
    const scores = names.map((_, index) => (predicted.includes(index) ? score : (1 - score) / names.length));
    items.push({ actual, predicted });
    analysis.add({ actual, predicted, scores, language: number % 4 === 0 ? 'de' : 'en' });
  }
  const work = analysis.finish(42);
  let step = work.next();
  while (step.done !== true) step = work.next();
  const classes = names.map((name, index) => ({ classId: index + 1, name }));
  const figures = { classes, metrics: evaluate(kind, names, items), analysis: step.value };
  return buildReport({ ...usualFacts(kind, names), ...facts }, figures, '1.2.3');
}

function usualFacts(kind: ProjectKind, names: readonly string[]): ReportFacts {
  return {
    createdAt: '2026-11-21T18:20:00.000Z',
    project: {
      ...{ name: 'Tickets', kind, language: 'en', multilingual: true, description: '' },
      ...{ createdAt: '2026-11-01T08:00:00.000Z', documents: 900, labelled: 800 },
    },
    model: {
      ...{
        name: 'first',
        family: 'linear',
        trainedAt: '2026-11-21T18:00:00.000Z',
        seconds: 3.2,
        bytes: 120_000,
      },
      classes: names.map((name, index) => ({ classId: index + 1, name })),
      receipt: {
        ...{ seed: 42, family: 'linear', backend: 'typescript', options: { cost: 1 }, features: 1200 },
        ...{ dataFingerprint: '0123-4567', tunedOn: 'cross-validation', calibrationError: 0.02, notes: [] },
        documents: { train: 600, validation: 0, test: 200 },
        classCounts: names.map((_, index) => ({ train: 10 + index, validation: 0, test: 5 })),
        ...{ seconds: { fitting: 1.5 }, peakMemoryBytes: 1e8, versions: { winnow: '1.2.3' } },
      },
    },
    evaluation: {
      ...{ dataset: 'test', evaluatedAt: '2026-11-21T18:10:00.000Z', seconds: 1.1 },
      ...{ fingerprint: '89ab-cdef', current: true },
      testSet: {
        ...{ policy: 'open', version: 2, versionSince: '2026-11-20T10:00:00.000Z' },
        relabelled: { documents: 0, since: '2026-11-21T18:10:00.000Z' },
      },
    },
    guidance: [],
    health: { duplicates: null, labelErrors: null, learningCurve: null },
  };
}
