import type { ProjectKind } from './project.ts';

/** Suggestions as they show now, ascending by document. */
export interface ShownSuggestions {
  readonly documentIds: Int32Array;
  /** 0 to 1. */
  readonly scores: Float64Array;
  /** How many classes each suggests that still exist; -1 where a rule wants a person to decide. */
  readonly classes: Int32Array;
}

/** How the suggestions of some documents would fare if they were accepted. */
export interface SuggestionScores {
  readonly documents: number;
  /** With classes that the project can take, and not unsure. */
  readonly acceptable: number;
  readonly unsure: number;
  /** Without such a class. */
  readonly none: number;
  /** The acceptable ones by score: 101 counts, `[i]` of those with `i / 100 <= score < (i + 1) / 100`. */
  readonly hundredths: readonly number[];
}

/** Counts the suggestions that show of these documents (`ids` ascending). */
export function tallySuggestions(
  ids: ArrayLike<number>,
  shown: ShownSuggestions,
  kind: ProjectKind,
): SuggestionScores {
  const hundredths = new Array<number>(101).fill(0);
  let [acceptable, unsure, none, at] = [0, 0, 0, 0];
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    while (at < shown.documentIds.length && shown.documentIds[at]! < id) at++;
    if (shown.documentIds[at] !== id) continue;
    const classes = shown.classes[at]!;
    if (classes === -1) unsure++;
    // A model of a time when the project was multi-label may suggest more than a document can have now.
    else if (kind === 'single' ? classes !== 1 : classes === 0) none++;
    else {
      acceptable++;
      hundredths[hundredthOf(shown.scores[at]!)]!++;
    }
  }
  return { documents: ids.length, acceptable, unsure, none, hundredths };
}

/** How many are accepted from a score on. @param atLeast a whole number of hundredths, 0 to 1 */
export function acceptedFrom({ hundredths }: SuggestionScores, atLeast: number): number {
  return hundredths.slice(Math.round(atLeast * 100)).reduce((sum, count) => sum + count, 0);
}

/** "0.89" for 0.899: never a score that a least score of the same figures would not take. */
export function scoreText(score: number): string {
  return (hundredthOf(score) / 100).toFixed(2);
}

/** The largest i with i / 100 <= score: products of hundredths are not exact, comparisons are. */
function hundredthOf(score: number): number {
  const near = Math.min(100, Math.max(0, Math.floor(score * 100)));
  if (near < 100 && (near + 1) / 100 <= score) return near + 1;
  return near > 0 && near / 100 > score ? near - 1 : near;
}
