import type { Project, ProjectInfo } from '../../../core/core.ts';
import type { ProjectCounts } from '../../../domain/class.ts';
import type { Model } from '../../../domain/model.ts';
import { formatCount, formatShare, formatTable } from '../report.ts';
import { addJsonFlag, type Register } from './command.ts';

interface CountedClass {
  readonly name: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly none: number;
}

export const registerInfo: Register = (program, run) => {
  const command = program
    .command('info')
    .description('say what a project holds')
    .argument('<file>', 'the project')
    .action((file: string, flags: { readonly json?: boolean }) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const counts = await project.counts();
        const classes = countedClasses(project, counts);
        const models = project.models.list();
        const info = project.info();
        return {
          json: {
            ...basicJson(info, counts),
            classes,
            models: models.map(modelJson),
            fingerprint: await project.fingerprint(),
          },
          text: textOf(info, counts, classes, models),
        };
      }),
    );
  addJsonFlag(command);
};

function countedClasses(project: Project, counts: ProjectCounts): readonly CountedClass[] {
  const byId = new Map(counts.classes.map((one) => [one.classId, one]));
  return project.classes.list().map(({ id, name }) => {
    const { train, validation, test, none } = byId.get(id) ?? { train: 0, validation: 0, test: 0, none: 0 };
    return { name, train, validation, test, none };
  });
}

function basicJson(info: ProjectInfo, counts: ProjectCounts): object {
  const { name, kind, language, multilingual, description, createdAt, interrupted } = info;
  return {
    name,
    path: info.path,
    kind,
    language,
    multilingual,
    description,
    createdAt,
    documents: counts.documents,
    labelled: counts.labelled,
    unlabelled: counts.documents - counts.labelled,
    excluded: counts.excluded,
    suggested: counts.suggested,
    datasets: counts.documentsIn,
    labelledDatasets: counts.labelledIn,
    interrupted,
  };
}

function modelJson(model: Model): object {
  const { name, family, createdAt, seconds, bytes, evaluation } = model;
  const figures =
    evaluation.state === 'done' ? { accuracy: evaluation.accuracy, macroF1: evaluation.macroF1 } : {};
  return { name, family, createdAt, seconds, bytes, evaluation: { state: evaluation.state, ...figures } };
}

function textOf(
  info: ProjectInfo,
  counts: ProjectCounts,
  classes: readonly CountedClass[],
  models: readonly Model[],
): string {
  const { train, validation, test, none } = counts.documentsIn;
  return [
    `${info.name}: ${info.kind}-label, language ${info.language}`,
    `${formatCount(counts.documents, 'document')}, ${counts.labelled.toLocaleString('en-US')} labelled`,
    ...(counts.excluded === 0 ? [] : [`${formatCount(counts.excluded, 'document')} set aside`]),
    `Training ${train}, validation ${validation}, test ${test}, without a place ${none}`,
    ...info.interrupted.map((title) => `Interrupted last time: ${title}`),
    '',
    formatTable(
      ['class', 'training', 'validation', 'test', 'no place'],
      classes.map((one) => [one.name, one.train, one.validation, one.test, one.none]),
    ),
    ...(models.length === 0 ? [] : ['', formatTable(modelHeader, models.map(modelRow))]),
  ].join('\n');
}

const modelHeader = ['model', 'family', 'trained', 'accuracy', 'macro F1'];

function modelRow({ name, family, createdAt, evaluation }: Model): readonly string[] {
  const done = evaluation.state === 'done';
  return [
    name,
    family,
    createdAt.slice(0, 16).replace('T', ' '),
    done ? formatShare(evaluation.accuracy) : '–',
    done ? formatShare(evaluation.macroF1) : '–',
  ];
}
