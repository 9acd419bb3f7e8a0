import type { TextClassification } from '../../../domain/model-file.ts';
import { batchText } from '../batch-report.ts';
import { formatTable, type Report } from '../report.ts';
import type { Session } from '../session.ts';
import { copyToStandardOutput, readStandardInput } from '../standard-streams.ts';
import { type FileFlags, filesOf, type GivenFlags } from './classify-flags.ts';

const shownScores = 5;

/** Files by a model that has left its project. */
export async function classifyByModelFile(
  session: Session,
  modelFile: string,
  flags: FileFlags,
  folder: string,
): Promise<Report> {
  const toStandardOutput = flags.output === '-';
  const resolved = (given: string | undefined): string | null =>
    given === undefined ? null : session.resolve(given);
  const request = {
    ...modelOf(session, modelFile, flags),
    ...(await filesOf(session, flags, folder)),
    routeFolder: resolved(flags.route),
    errorsPath: resolved(flags.errors),
  };
  const result = await session.watch((watch) => session.core().modelFiles.classifyFiles(request, watch));
  if (toStandardOutput) await copyToStandardOutput(result.outputPath);
  const { classCounts, outputPath, drift: _, ...rest } = result;
  return {
    json: { modelFile: request.file, ...rest, classes: classCounts, output: outputPath },
    text: batchText(result, toStandardOutput),
    besideResults: toStandardOutput,
  };
}

/** One text. @param given `-`: what stands on standard input */
export async function classifyText(
  session: Session,
  modelFile: string,
  given: string,
  flags: GivenFlags,
): Promise<Report> {
  const text = given === '-' ? await readStandardInput() : given;
  const request = { ...modelOf(session, modelFile, flags), text };
  const answer = await session.watch((watch) => session.core().modelFiles.classifyText(request, watch));
  const scores = Object.fromEntries(answer.scores.map(({ name, score }) => [name, score]));
  return { json: { ...answer, scores }, text: textOf(answer) };
}

function modelOf(session: Session, modelFile: string, { encoder }: GivenFlags) {
  return {
    file: session.resolve(modelFile),
    encoder: encoder === undefined ? null : session.resolve(encoder),
  };
}

function textOf({ labels, unsure, scores }: TextClassification): string {
  return [
    `Predicted: ${labels.join(', ') || '(no class)'}`,
    ...(unsure === true ? ['Unsure: a person should look.'] : []),
    '',
    formatTable(
      ['class', 'score'],
      scores.slice(0, shownScores).map(({ name, score }) => [name, score.toFixed(4)]),
    ),
  ].join('\n');
}
