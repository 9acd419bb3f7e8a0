import type { Project } from '../../../core/core.ts';
import type { Stored } from '../../../core/improvement.ts';
import type { CurveForecast, LearningCurve } from '../../../domain/health/types.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { wholeNumber } from '../arguments.ts';
import { type Cell, formatInterval, formatSeconds, formatShare, formatTable } from '../report.ts';
import type { Session } from '../session.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly seed: number;
  readonly json?: boolean;
}

export const registerCurve: Register = (program, run) => {
  const command = program
    .command('curve')
    .description('how much more labels would help: a learning curve with forecasts')
    .argument('<file>', 'the project')
    .option(
      '--seed <number>',
      'seed of the parts that models learn from',
      wholeNumber(0, 4_294_967_295),
      defaultSeed,
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const { result, seconds } = await currentCurve(session, project, flags.seed);
        return { json: curveJson(project, result, seconds), text: curveText(result) };
      }),
    );
  addJsonFlag(command);
};

/** The stored curve when it is over the documents as they are and of this seed, else a new one. */
async function currentCurve(
  session: Session,
  project: Project,
  seed: number,
): Promise<Stored<LearningCurve>> {
  const stored = await project.health.learningCurve();
  if (stored?.current === true && stored.result.seeds[0] === seed) return stored;
  await session.finish(project, project.health.startLearningCurve(seed).jobId);
  return (await project.health.learningCurve())!;
}

function curveJson(project: Project, curve: LearningCurve, seconds: number) {
  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  const withCosts = (forecasts: readonly CurveForecast[]) =>
    forecasts.map((forecast) => ({ ...forecast, ...costOf(forecasts, forecast, curve) }));
  return {
    ...curve,
    seconds,
    forecasts: withCosts(curve.forecasts),
    classes: curve.classes.map(({ classId, ...rest }) => ({
      class: names.get(classId) ?? null,
      ...rest,
      forecasts: withCosts(rest.forecasts),
    })),
  };
}

/** What is still to be labelled for a forecast, the first one being that of now. */
function costOf(
  [now]: readonly CurveForecast[],
  { labels }: CurveForecast,
  { secondsPerLabel }: LearningCurve,
): { readonly moreLabels: number; readonly minutes: number | null } {
  const moreLabels = Math.round(labels - now!.labels);
  return { moreLabels, minutes: secondsPerLabel === null ? null : (moreLabels * secondsPerLabel) / 60 };
}

function curveText(curve: LearningCurve): string {
  const figure = curve.figure === 'accuracy' ? 'accuracy' : 'micro-F1';
  const judged =
    curve.judgedOn === 'validation' ? 'the validation set' : 'held-out parts of the training set';
  const measured = curve.points.map(({ labels, mean, interval }): readonly Cell[] => [
    Math.round(labels),
    formatShare(mean),
    formatInterval(interval),
  ]);
  const lines = [
    `Measured on ${judged}:`,
    '',
    formatTable(['labels', figure, '95 %'], measured),
    '',
    ...(curve.fit === null ? ['There are too few points for a forecast.'] : forecastLines(curve, figure)),
  ];
  return lines.join('\n');
}

function forecastLines(curve: LearningCurve, figure: string): readonly string[] {
  const rows = curve.forecasts.map((forecast): readonly Cell[] => {
    const { moreLabels, minutes } = costOf(curve.forecasts, forecast, curve);
    return [
      Math.round(forecast.labels),
      moreLabels,
      minutes === null ? '–' : formatSeconds(minutes * 60),
      formatShare(forecast.score),
      formatInterval(forecast.interval),
    ];
  });
  const pace =
    curve.secondsPerLabel === null
      ? 'Label some documents here to see what more labels would cost in time.'
      : `At ${formatSeconds(curve.secondsPerLabel)} a label, as measured while you labelled.`;
  return ['Forecast:', '', formatTable(['labels', 'more', 'time', figure, '95 %'], rows), '', pace];
}
