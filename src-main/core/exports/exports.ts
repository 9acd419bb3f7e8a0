import { AppError } from '../../domain/errors.ts';
import type { Exports } from '../core.ts';
import type { Queries } from '../documents/queries.ts';
import { exportedSnapshot } from '../history/snapshot.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ProjectContext } from '../projects/project-context.ts';

export function createExports(context: ProjectContext, queries: Queries): Exports {
  return {
    start(request) {
      if (request.path.trim() === '') {
        throw new AppError('bad_request', 'Name the file to export to.');
      }
      const ids = request.selection === null ? null : queries.selected(request.selection);
      const what = ids === null ? 'all documents' : `${ids.length.toLocaleString('en')} documents`;
      const { name, multilingual, description } = context.store.project.get();
      const task = {
        kind: 'export',
        projectPath: context.store.path,
        format: request.format,
        outputPath: request.path,
        ids,
        textsFolder: textsFolderOf(request),
        project: { name, multilingual, description },
        snapshot: request.modelId === undefined ? null : exportedSnapshot(context, request.modelId),
      } as const;
      const jobId = context.jobs.start({ kind: 'export', title: `Export ${what}` }, (control) =>
        runTask(context.launcher, task, {
          signal: control.signal,
          onProgress: control.progress,
          onLog: control.log,
        }),
      );
      return { jobId };
    },
  };
}

function textsFolderOf({ format, path, textsFolder }: Parameters<Exports['start']>[0]): string | null {
  if (format !== 'azure' && format !== 'azure-2021') return null;
  return textsFolder === undefined ? `${path.replace(/\.json$/i, '')}-texts` : textsFolder;
}
