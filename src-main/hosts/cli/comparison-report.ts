import type { Project } from '../../core/core.ts';
import type { Comparison } from '../../domain/comparison/types.ts';
import { AppError } from '../../domain/errors.ts';
import type { OverallFigure } from '../../domain/metrics/analysis.ts';
import type { Model } from '../../domain/model.ts';
import { formatCount, formatPoints, formatShare, formatTable } from './report.ts';
import type { Session } from './session.ts';

type EvaluatedDataset = 'validation' | 'test';

/** The stored comparison of two models, which have current evaluations, or a new one. */
export async function currentComparison(
  session: Session,
  project: Project,
  [a, b]: readonly [Model, Model],
  dataset: EvaluatedDataset,
): Promise<Comparison> {
  const { comparisons } = project;
  const state = comparisons.get(a.id, b.id, dataset);
  if (state.state === 'done') return state.comparison;
  const { jobId } =
    state.state === 'possible'
      ? comparisons.start(a.id, b.id, dataset)
      : comparisons.startAnew(a.id, b.id, dataset);
  await session.finish(project, jobId);
  const made = comparisons.get(a.id, b.id, dataset);
  if (made.state !== 'done') {
    throw new AppError('internal', `The comparison of "${a.name}" with "${b.name}" was not stored.`);
  }
  return made.comparison;
}

export function comparisonJson(comparison: Comparison): unknown {
  const { kind, dataset, fingerprint, documents, a, b, seed, resamples, mcNemar, verdict } = comparison;
  const { bothRight, fixed, broken, bothWrong } = comparison;
  return {
    a: a.name,
    b: b.name,
    kind,
    dataset,
    fingerprint,
    documents,
    verdict: { ...verdict, text: verdictText(comparison) },
    figures: comparison.figures,
    mcNemar,
    bootstrap: { resamples, seed },
    documentsBy: { bothRight, fixed, broken, bothWrong },
    classes: comparison.classes.map((one, index) => ({ name: comparison.classNames[index]!.name, ...one })),
  };
}

/** One sentence in plain English. */
function verdictText({ a, b, verdict, documents, dataset }: Comparison): string {
  const p = verdict.pValue < 0.0001 ? 'p < 0.0001' : `p = ${verdict.pValue.toFixed(4)}`;
  const test = verdict.test === 'mcnemar' ? 'exact McNemar test' : 'paired randomisation test of micro-F1';
  if (verdict.winner !== null) {
    const better = verdict.winner === 'a' ? a : b;
    return `"${better.name}" is better (${test}, ${p}).`;
  }
  const needed =
    verdict.documentsNeeded === null
      ? ' There is none in these documents at all.'
      : ` About ${verdict.documentsNeeded.toLocaleString('en-US')} documents would be needed to show the one seen; there are ${documents.toLocaleString('en-US')}.`;
  return `No difference that this ${dataset} set can show (${test}, ${p}).${needed}`;
}

const shownFigures: readonly (readonly [OverallFigure, string])[] = [
  ['accuracy', 'accuracy'],
  ['microF1', 'micro F1'],
  ['macroF1', 'macro F1'],
  ['weightedF1', 'weighted F1'],
];
const mostClasses = 10;

export function comparisonText(comparison: Comparison): string {
  const { a, b, documents, dataset, fixed, broken, bothRight, bothWrong } = comparison;
  const figures = shownFigures.flatMap(([figure, name]) => {
    const found = comparison.figures.find((one) => one.figure === figure);
    return found === undefined ? [] : [[name, formatShare(found.a), formatShare(found.b), ...change(found)]];
  });
  const changes = comparison.classes
    .map((one, index) => ({ ...one, name: comparison.classNames[index]!.name }))
    .filter(({ difference }) => difference !== null && difference !== 0)
    .sort((first, second) => Math.abs(second.difference ?? 0) - Math.abs(first.difference ?? 0))
    .slice(0, mostClasses)
    .map((one) => [one.name, formatShare(one.a), formatShare(one.b), ...change(one), one.support]);
  return [
    `A "${a.name}" and B "${b.name}" on the same ${formatCount(documents, `${dataset} document`)} (${comparison.fingerprint})`,
    verdictText(comparison),
    '',
    formatTable(['figure', 'A', 'B', 'B - A', '95 % of it'], figures),
    '',
    `Both right ${bothRight}, fixed by B ${fixed}, broken by B ${broken}, both wrong ${bothWrong}`,
    ...(changes.length === 0
      ? []
      : ['', formatTable(['F1 of class', 'A', 'B', 'B - A', '95 % of it', 'documents'], changes)]),
  ].join('\n');
}

/** Points and their interval. */
function change({ difference, interval }: Pick<Comparison['classes'][number], 'difference' | 'interval'>) {
  return [
    formatPoints(difference ?? 0),
    interval === null ? '–' : `${formatPoints(interval.low)} to ${formatPoints(interval.high)}`,
  ];
}
