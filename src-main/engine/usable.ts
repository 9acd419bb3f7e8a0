import type { ProjectKind } from '../domain/project.ts';
import type { TrainingDocument } from './types.ts';

/** In a single-label project a document without a class has not been judged; elsewhere it says "none of them". */
export function isUsable(kind: ProjectKind, document: TrainingDocument): boolean {
  return kind === 'multi' || document.classes.length === 1;
}
