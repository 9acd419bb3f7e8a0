import type { HeldOutPredictions } from '../types.ts';

/** Parts that documents are dealt into: each is judged by models that learned from the others. */
export const foldCount = 5;

/** A learner whose models judge every document without having learned from it. */
export interface Member {
  /**
   * Calibrated probabilities of all documents.
   * @param without ids of documents that nothing is learned from; they are judged all the same
   */
  judge(without: ReadonlySet<number>): Promise<HeldOutPredictions>;
}
