import type { ProjectContext } from '../projects/project-context.ts';

/** Classes not named keep their order and come last. */
export function applyOrder(context: ProjectContext, classIds: readonly number[]): void {
  const { classes } = context.store;
  const existing = classes.list();
  const named = classIds.filter((id) => existing.some((entry) => entry.id === id));
  const others = existing.map((entry) => entry.id).filter((id) => !named.includes(id));
  for (const [position, id] of [...named, ...others].entries()) {
    if (existing.find((entry) => entry.id === id)?.position !== position) {
      classes.update(id, { position });
    }
  }
}
