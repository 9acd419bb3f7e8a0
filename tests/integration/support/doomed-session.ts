import process from 'node:process';
import { automaticReadOptions } from '../../../src-main/domain/source.ts';
import { createCoreBench } from './core.ts';

/**
 * A program that a test kills: opens a project, begins what its second argument says, and prints "busy" when
 * that is half done. Arguments: path of the project, `import` or `bulk`, path to import.
 */
const [projectFile, what, importFile] = process.argv.slice(2) as [string, 'import' | 'bulk', string];
const core = createCoreBench().start();
const project = core.project((await core.projects.open(projectFile)).id);

if (what === 'import') {
  project.jobs.onChange((jobs) => {
    if ((jobs[0]?.progress?.fraction ?? 0) > 0.2) {
      process.stdout.write('busy\n');
    }
  });
  project.imports.start({ paths: [importFile], options: automaticReadOptions, duplicates: 'keep' });
} else {
  const { queryId } = await project.documents.query({}, { by: 'id', descending: false });
  const first = project.documents.idAt(queryId, 0)!;
  const watch = () => {
    if (project.documents.get(first).dataset === 'test') {
      process.stdout.write('busy\n');
    } else {
      setImmediate(watch);
    }
  };
  watch();
  await project.documents.bulkDataset({ queryId, exceptIds: [] }, 'test');
}
