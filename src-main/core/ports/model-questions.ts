import type { ClassFeatures, Classification } from '../../domain/model.ts';

/** Keeps a model in memory and answers {@link ModelRequest}s until the process is told to end. */
export interface ServeModelTask {
  readonly kind: 'serve-model';
  readonly projectPath: string;
  readonly modelId: number;
}

/** What a served model is asked. */
export type ModelQuestion =
  | {
      readonly kind: 'classify';
      readonly text: string;
      /** Class name to explain; `null` explains the best class; `false` explains nothing. */
      readonly explain: string | null | false;
      /** Most words of the explanation. */
      readonly limit: number;
    }
  | {
      readonly kind: 'top-features';
      /** Id of the class at training time; `null` asks for every class. */
      readonly classId: number | null;
      /** Most features of a class. */
      readonly limit: number;
    };

/** What each kind of question is answered with. */
export interface ModelAnswers {
  readonly classify: Classification;
  readonly 'top-features': readonly ClassFeatures[];
}

export interface ModelRequest {
  readonly requestId: number;
  readonly question: ModelQuestion;
}
