import path from 'node:path';
import type { BatchFormat } from '../../../domain/batch.ts';
import { type ReadFlags, readOptionsOf } from '../read-options.ts';
import type { Session } from '../session.ts';
import { saveStandardInput } from '../standard-streams.ts';
import { UsageError } from '../usage-error.ts';

/** As they were given. */
export interface GivenFlags extends ReadFlags {
  readonly model?: string;
  readonly deployment?: string;
  readonly modelFile?: string;
  readonly encoder?: string;
  readonly text?: string;
  readonly input?: string;
  readonly output?: string;
  readonly outputFormat?: BatchFormat;
  readonly route?: string;
  readonly errors?: string;
  readonly restart?: boolean;
  readonly suggest?: boolean;
  readonly json?: boolean;
}

export type FileFlags = GivenFlags & { readonly input: string; readonly output: string };

/** What the flags come to: files, or documents of the project, by its model; files or one text by a model file. */
type Asked =
  | { readonly kind: 'project'; readonly project: string; readonly flags: FileFlags }
  | { readonly kind: 'suggest'; readonly project: string; readonly flags: GivenFlags }
  | { readonly kind: 'model-file'; readonly modelFile: string; readonly flags: FileFlags }
  | { readonly kind: 'text'; readonly modelFile: string; readonly text: string; readonly flags: GivenFlags };

/** @throws UsageError */
export function whatIsAsked(project: string | undefined, flags: GivenFlags): Asked {
  const { model, deployment, modelFile, text, encoder } = flags;
  if (modelFile === undefined) {
    if (project === undefined) throw new UsageError('Name a project, or a model file (--model-file).');
    if (text !== undefined || encoder !== undefined) {
      throw new UsageError(
        '--text and --encoder go with --model-file. For a project there is "winnow explain".',
      );
    }
    if ((model === undefined) === (deployment === undefined)) {
      throw new UsageError('Name either a model (--model) or a deployment (--deployment).');
    }
    if (flags.suggest !== true) return { kind: 'project', project, flags: withFiles(flags) };
    refuseResultFlags(flags);
    return { kind: 'suggest', project, flags };
  }
  if (flags.suggest === true) {
    throw new UsageError('--suggest needs a project with a model (--model) or a deployment (--deployment).');
  }
  if (project !== undefined || model !== undefined || deployment !== undefined) {
    throw new UsageError('--model-file needs no project, and no --model or --deployment: it is a model.');
  }
  if (text === undefined) return { kind: 'model-file', modelFile, flags: withFiles(flags) };
  if (flags.input !== undefined || flags.output !== undefined) {
    throw new UsageError('Give either --text, or --input and --output.');
  }
  return { kind: 'text', modelFile, text, flags };
}

/** Suggestions stay in the project; nothing is written into files, and every run goes on with what is left. */
function refuseResultFlags(flags: GivenFlags): void {
  const { output, outputFormat, route, errors, restart } = flags;
  const given = Object.entries({ output, outputFormat, route, errors, restart }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  const option = given[0] === 'outputFormat' ? 'output-format' : given[0];
  throw new UsageError(`--suggest writes no results file: leave out --${option}.`);
}

function withFiles(flags: GivenFlags): FileFlags {
  const { input, output } = flags;
  if (input === undefined) throw new UsageError("required option '--input <path>' not specified");
  if (output === undefined) throw new UsageError("required option '--output <path>' not specified");
  return { ...flags, input, output };
}

/** Which files are read, and how. @param folder for what passes through standard input */
export async function inputOf(
  session: Session,
  { input, ...flags }: ReadFlags & { readonly input: string },
  folder: string,
) {
  const options = readOptionsOf(flags);
  return input === '-'
    ? { paths: [await saveStandardInput(folder)], options: { ...options, format: 'jsonl' } as const }
    : { paths: [session.resolve(input)], options };
}

/** Which files are read and written, and how. @param folder for what passes through standard input and output */
export async function filesOf(session: Session, flags: FileFlags, folder: string) {
  const fromStandardInput = flags.input === '-';
  return {
    ...(await inputOf(session, flags, folder)),
    outputPath: flags.output === '-' ? path.join(folder, 'results') : session.resolve(flags.output),
    outputFormat: flags.outputFormat ?? 'jsonl',
    // What came through standard input cannot be read again.
    resume: flags.restart !== true && !fromStandardInput,
  };
}
