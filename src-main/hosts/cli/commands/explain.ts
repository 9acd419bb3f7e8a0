import type { Project } from '../../../core/core.ts';
import { familyOf } from '../../../domain/families.ts';
import type { Classification, Model, WordWeight } from '../../../domain/model.ts';
import { collect, wholeNumber } from '../arguments.ts';
import { findModel } from '../named.ts';
import { formatTable } from '../report.ts';
import { readStandardInput } from '../standard-streams.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly model: string;
  readonly text: string;
  readonly class?: readonly string[];
  readonly limit: number;
  readonly json?: boolean;
}

interface Explained {
  readonly class: string;
  readonly words: readonly (WordWeight & { readonly text: string })[];
}

const mostWords = 1000;
const shownScores = 5;

export const registerExplain: Register = (program, run) => {
  const command = program
    .command('explain')
    .description('say which words of a text speak for and against a class')
    .argument('<file>', 'the project')
    .requiredOption('--model <name>', 'name of the model')
    .requiredOption('--text <text>', 'the text; - reads it from standard input')
    .option('--class <name>', 'class to explain instead of the predicted one; may be given again', collect)
    .option('--limit <number>', 'most words a class', wholeNumber(1, mostWords), 20)
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const text = flags.text === '-' ? await readStandardInput() : flags.text;
        const project = await session.open(file);
        const model = findModel(project, flags.model);
        const scored = await project.classification.classify(model.id, text, null, flags.limit);
        const explained = await explainAll(project, model, text, flags, scored);
        return { json: jsonOf(model, text, scored, explained), text: textOf(model, scored, explained) };
      }),
    );
  addJsonFlag(command);
};

/** The classes asked for, else the predicted ones, else the best. */
async function explainAll(
  project: Project,
  model: Model,
  text: string,
  flags: Flags,
  scored: Classification,
): Promise<readonly Explained[]> {
  const predicted = scored.classes.filter((one) => one.predicted).map(({ name }) => name);
  const wanted = flags.class ?? (predicted.length > 0 ? predicted : scored.classes.slice(0, 1).map(nameOf));
  const explained: Explained[] = [];
  for (const name of new Set(wanted)) {
    const known = scored.explained?.name === name;
    const answer = known ? scored : await project.classification.classify(model.id, text, name, flags.limit);
    const words = answer.explained?.words ?? [];
    explained.push({
      class: name,
      words: words.map(({ start, end, weight }) => ({ start, end, text: text.slice(start, end), weight })),
    });
  }
  return explained;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function jsonOf(model: Model, text: string, scored: Classification, explained: readonly Explained[]): object {
  return {
    model: model.name,
    family: model.family,
    text,
    predicted: scored.classes.filter((one) => one.predicted).map(nameOf),
    scores: Object.fromEntries(model.classes.map(({ name }) => [name, scoreOf(scored, name)])),
    explained,
  };
}

function textOf(model: Model, scored: Classification, explained: readonly Explained[]): string {
  const family = familyOf(model.family)?.name ?? model.family;
  const predicted = scored.classes.filter((one) => one.predicted).map(nameOf);
  const best = scored.classes.slice(0, shownScores);
  return [
    `Model "${model.name}" (${family}) predicts ${predicted.length === 0 ? 'no class' : predicted.join(', ')}.`,
    '',
    formatTable(
      ['class', 'score'],
      best.map(({ name, score }) => [name, score.toFixed(2)]),
    ),
    ...explained.flatMap((one) => ['', wordsText(one, scoreOf(scored, one.class))]),
  ].join('\n');
}

function wordsText({ class: name, words }: Explained, score: number): string {
  const head = `For and against ${name} (${score.toFixed(2)})`;
  if (words.length === 0) return `${head}: no word of this text counts.`;
  const rows = words.map(({ text, weight, start }) => [signed(weight), JSON.stringify(text), start]);
  return `${head}:\n${formatTable(['weight', 'words', 'from character'], rows)}`;
}

function signed(weight: number): string {
  return `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(3)}`;
}

function scoreOf(scored: Classification, name: string): number {
  return scored.classes.find((one) => one.name === name)?.score ?? 0;
}
