import type { Labels } from '../../domain/document.ts';

/** A document that loses its last class is unlabelled: nobody has judged that no class fits. */
export function withoutClass(labels: Labels, classId: number): Labels {
  if (labels === null || !labels.includes(classId)) {
    return labels;
  }
  const rest = labels.filter((label) => label !== classId);
  return rest.length === 0 ? null : rest;
}
