import type { ProjectStore } from '../ports/store.ts';
import { type InCopyPorts, inStoreCopy } from './in-copy.ts';
import type { ProjectContext } from './project-context.ts';
import { checkedProjectFields } from './project-fields.ts';

export interface CloneTarget {
  readonly path: string;
  readonly name: string;
}

/** Copies everything that the project holds into a new file, which carries its own name. */
export function cloneStore(
  store: ProjectStore,
  ports: InCopyPorts,
  target: CloneTarget,
): Promise<CloneTarget> {
  const { name } = checkedProjectFields({ name: target.name });
  return inStoreCopy(store, ports, target.path, (copy, path) => {
    copy.project.update({ name });
    return { path, name };
  });
}

/** Clones an open project; a bulk change that is half done is no state to copy. */
export function cloner(
  context: ProjectContext,
  ports: InCopyPorts,
): (target: CloneTarget) => Promise<CloneTarget> {
  return (target) => context.bulk.run(() => cloneStore(context.store, ports, target));
}
