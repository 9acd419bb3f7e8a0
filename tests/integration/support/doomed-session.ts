import process from 'node:process';
import { automaticReadOptions } from '../../../src-main/domain/source.ts';
import { createCoreBench } from './core.ts';

/**
 * A program that a test kills: opens a project, begins what its second argument says, and prints "busy" when
 * that is half done. Arguments: path of the project, `import`, `bulk`, `merge`, `undo` (of a merge) or `suggest`, path
 * to import.
 */
const [projectFile, what, importFile] = process.argv.slice(2) as [
  string,
  'import' | 'bulk' | 'merge' | 'undo' | 'suggest',
  string,
];
const core = createCoreBench().start();
const project = core.project((await core.projects.open(projectFile)).id);

if (what === 'import') {
  project.jobs.onChange((jobs) => {
    if ((jobs[0]?.progress?.fraction ?? 0) > 0.2) {
      process.stdout.write('busy\n');
    }
  });
  project.imports.start({ paths: [importFile], options: automaticReadOptions, duplicates: 'keep' });
} else if (what === 'suggest') {
  const files = { paths: [importFile], options: automaticReadOptions };
  const { jobId } = project.classification.startSuggestions({ modelId: project.models.list()[0]!.id, files });
  let looking = false;
  project.jobs.onChange(() => {
    if (looking || project.jobs.get(jobId).progress?.phase !== 'Suggesting') return;
    looking = true;
    void project.documents.query({ suggested: true }, { by: 'id', descending: false }).then(({ total }) => {
      looking = false;
      if (total > 0) process.stdout.write('busy\n');
    });
  });
} else if (what === 'merge') {
  const [first, second] = project.classes.list();
  busyWhen(() => project.documents.get(1).labels?.[0] === second!.id);
  await project.schema.merge([first!.id], second!.id);
} else if (what === 'undo') {
  const merged = project.documents.get(1).labels?.[0];
  busyWhen(() => project.documents.get(1).labels?.[0] !== merged);
  await project.history.undo();
} else {
  const { queryId } = await project.documents.query({}, { by: 'id', descending: false });
  const first = project.documents.idAt(queryId, 0)!;
  busyWhen(() => project.documents.get(first).dataset === 'test');
  await project.documents.bulkDataset({ queryId, exceptIds: [] }, 'test');
}

function busyWhen(isHalfDone: () => boolean): void {
  if (isHalfDone()) {
    process.stdout.write('busy\n');
  } else {
    setImmediate(() => {
      busyWhen(isHalfDone);
    });
  }
}
