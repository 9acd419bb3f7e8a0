import { basename } from 'node:path';
import type { CloneReport } from '../../domain/exchange/export.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ProjectStore } from '../ports/store.ts';
import type { Clock } from '../ports/system.ts';
import { freePath, type InCopyPorts, inStoreCopy } from './in-copy.ts';
import type { ProjectContext } from './project-context.ts';
import { checkedProjectFields } from './project-fields.ts';

export interface CloneTarget {
  readonly path: string;
  readonly name: string;
}

export interface ClonePorts extends InCopyPorts {
  readonly clock: Clock;
}

const millisecondsBetweenLooks = 200;

/** Copies everything that the project holds into a new file, which carries its own name. */
export function cloneStore(
  store: ProjectStore,
  ports: ClonePorts,
  target: CloneTarget,
  copyTo?: (target: string) => Promise<void>,
): Promise<CloneTarget> {
  const { name } = checkedProjectFields({ name: target.name });
  const inCopy = (copy: ProjectStore, path: string): CloneTarget => {
    copy.project.update({ name });
    // What runs in the source, the cloning itself among it, does not run in the copy.
    copy.jobs.interruptRunning(ports.clock.now().toISOString());
    return { path, name };
  };
  return inStoreCopy(store, ports, target.path, inCopy, copyTo);
}

/** Clones an open project; a bulk change that is half done is no state to copy. */
export function cloner(
  context: ProjectContext,
  ports: ClonePorts,
): (target: CloneTarget) => Promise<CloneTarget> {
  return (target) => context.bulk.run(() => cloneStore(context.store, ports, target));
}

/** The same as a job, which tells how far it is and can be cancelled. */
export function startClone(
  context: ProjectContext,
  ports: ClonePorts,
  { path: given, name }: CloneTarget,
): { readonly jobId: number } {
  const target = { path: freePath(ports.files, given), ...checkedProjectFields({ name }) };
  const jobId = context.jobs.start({ kind: 'clone', title: `Copy to ${basename(target.path)}` }, (control) =>
    context.bulk.run(async (): Promise<CloneReport> => {
      control.throwIfCancelled();
      const copyTo = (file: string): Promise<void> => copyAside(context, ports, file, control);
      const { path, name: given } = await cloneStore(context.store, ports, target, copyTo);
      return { name: given, outputPath: path };
    }),
  );
  return { jobId };
}

/** In a process of its own, which can be killed; how far it is shows in the size of the file. */
async function copyAside(
  context: ProjectContext,
  { files }: ClonePorts,
  target: string,
  control: JobControl,
): Promise<void> {
  const projectPath = context.store.path;
  const total = Math.max(1, files.size(projectPath));
  const look = (): void => {
    control.progress({ phase: 'Copying', fraction: Math.min(1, files.size(target) / total) });
  };
  look();
  const looking = setInterval(look, millisecondsBetweenLooks);
  try {
    await runTask(
      context.launcher,
      { kind: 'copy', projectPath, target },
      { signal: control.signal, onLog: control.log },
    );
    // It does not hear of a cancel, and may be done before it is ended.
    control.throwIfCancelled();
  } finally {
    clearInterval(looking);
  }
}
