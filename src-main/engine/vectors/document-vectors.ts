import { Vectoriser } from '../features/vectoriser.ts';
import type { DocumentVectorModel } from './learn-vectors.ts';
import { projectorOf } from './projection.ts';

/** Turns texts into document vectors of length 1 (all zero where no feature is known). */
export interface DocumentVectors {
  readonly dimensions: number;
  vectorOf(text: string): Float32Array;
  /** The vectors one after another. */
  vectorsOf(texts: readonly string[]): Float32Array;
}

export function documentVectors(model: DocumentVectorModel): DocumentVectors {
  const { dimensions, project } = projectorOf(model.projection);
  const vectoriser = new Vectoriser(model.vectoriser);
  const write = (text: string, into: Float32Array, at: number): void => {
    vectoriser.read(text);
    project(vectoriser, 0, vectoriser.size, into, at);
  };
  return {
    dimensions,
    vectorOf: (text) => {
      const vector = new Float32Array(dimensions);
      write(text, vector, 0);
      return vector;
    },
    vectorsOf: (texts) => {
      const vectors = new Float32Array(texts.length * dimensions);
      texts.forEach((text, place) => {
        write(text, vectors, place * dimensions);
      });
      return vectors;
    },
  };
}
