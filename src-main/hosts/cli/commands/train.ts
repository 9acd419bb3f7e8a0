import { Option } from 'commander';
import type { Project } from '../../../core/core.ts';
import { AppError } from '../../../domain/errors.ts';
import { families, familyOf, type OptionValues } from '../../../domain/families.ts';
import type { Model, ModelReceipt } from '../../../domain/model.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { collect, wholeNumber } from '../arguments.ts';
import { evaluationJson, evaluationText } from '../evaluation-report.ts';
import { familyOptions } from '../family-options.ts';
import { defaultPercentages } from '../percentages.ts';
import { formatSeconds, formatShare, formatTable, type Report } from '../report.ts';
import type { Session } from '../session.ts';
import { addJsonFlag, type Register } from './command.ts';
import { maximalSeed } from './split.ts';

interface Flags {
  readonly model: string;
  readonly family: string;
  readonly option?: readonly string[];
  readonly encoder?: string;
  readonly seed: number;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export const registerTrain: Register = (program, run) => {
  const command = program
    .command('train')
    .description('train a model and evaluate it on the test documents')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .addOption(
      new Option('--family <family>', 'kind of learner')
        .choices(families.map(({ id }) => id))
        .default('linear'),
    )
    .option('--option <name=value>', 'an option of the family; may be given again', collect)
    .option('--encoder <folder>', 'folder of a sentence encoder (ONNX) on this computer')
    .option(
      '--seed <number>',
      'the same seed and documents give the same model',
      wholeNumber(0, maximalSeed),
      defaultSeed,
    )
    .option('--overwrite', 'replace the model of that name')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const options = familyOptions(flags.family, flags.option ?? []);
        const project = await session.open(file);
        const { jobId } = await startTraining(session, project, flags, options);
        const { modelId } = (await session.finish(project, jobId)) as { readonly modelId: number };
        return reportOf(project, project.models.get(modelId));
      }),
    );
  addJsonFlag(command);
};

async function startTraining(
  session: Session,
  project: Project,
  flags: Flags,
  options: OptionValues,
): Promise<{ readonly jobId: number }> {
  const request = {
    modelName: flags.model,
    family: flags.family,
    options,
    encoder: flags.encoder === undefined ? null : session.resolve(flags.encoder),
    seed: flags.seed,
    split: await splitOf(project),
    percentages: defaultPercentages,
    overwrite: flags.overwrite === true,
  };
  return project.training.start(request).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'model_exists') throw error;
    throw new AppError(
      'model_exists',
      `There is a model "${flags.model}" already. Choose another name, or add --overwrite to replace it.`,
    );
  });
}

/** A draw only where nobody has placed a document yet. */
async function splitOf(project: Project): Promise<'assigned' | 'automatic'> {
  const { train, validation, test } = (await project.counts()).documentsIn;
  return train + validation + test === 0 ? 'automatic' : 'assigned';
}

async function reportOf(project: Project, model: Model): Promise<Report> {
  const evaluation = await project.evaluations.get(model.id, 'test');
  const { train, validation, test } = model.receipt.documents;
  const note = noteOf(model);
  return {
    json: {
      model: model.name,
      family: model.family,
      backend: model.receipt.backend,
      options: model.receipt.options,
      documents: { train, validation, test },
      seconds: model.seconds,
      seed: model.receipt.seed,
      bytes: model.bytes,
      features: model.receipt.features,
      tunedOn: model.receipt.tunedOn,
      calibrationError: model.receipt.calibrationError ?? null,
      candidates: model.receipt.candidates ?? [],
      because: model.receipt.because ?? null,
      peakMemoryBytes: model.receipt.peakMemoryBytes,
      fingerprint: model.receipt.dataFingerprint,
      notes: model.receipt.notes,
      evaluation: evaluation === null ? null : evaluationJson(evaluation, model),
      ...(note === null ? {} : { evaluationNote: note }),
    },
    text: [
      `Trained "${model.name}" (${familyOf(model.family)?.name ?? model.family}) on ${train} documents in ${formatSeconds(model.seconds)}.`,
      ...triedText(model.receipt),
      ...model.receipt.notes,
      ...(note === null ? [] : [note]),
      ...(evaluation === null ? [] : ['', evaluationText(evaluation, model)]),
    ].join('\n'),
  };
}

/** What an automatic training tried, and why it chose. */
function triedText({ candidates = [], because }: ModelReceipt): readonly string[] {
  if (candidates.length === 0) return because === undefined ? [] : [because];
  const rows = candidates.map(({ name, score, logLoss, chosen }) => [
    name,
    formatShare(score),
    logLoss.toFixed(3),
    chosen ? 'chosen' : '',
  ]);
  return [
    '',
    formatTable(['tried', 'held-out score', 'log-loss', ''], rows),
    ...(because === undefined ? [] : [because]),
    '',
  ];
}

function noteOf({ evaluation }: Model): string | null {
  if (evaluation.state === 'none') return evaluation.reason;
  return evaluation.state === 'failed' ? evaluation.message : null;
}
