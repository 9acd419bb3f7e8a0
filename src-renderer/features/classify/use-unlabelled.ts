import { useCounts } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, plural } from '../../ui/format.ts';

const words = text.suggestions;

export interface Unlabelled {
  /** Unlabelled documents that can get a suggestion: not set aside, not for the test. */
  readonly documents: number;
  /** Of all: those that have one. */
  readonly suggested: number;
}

/** How many documents of the project wait for a label; undefined while they are being counted. */
export function useUnlabelled(): Unlabelled | undefined {
  const counts = useCounts();
  if (counts === undefined) return undefined;
  const { documentsIn, labelledIn, suggested } = counts;
  const unlabelled = counts.documents - counts.labelled - (documentsIn.test - labelledIn.test);
  return { documents: unlabelled, suggested };
}

/** "1,204 unlabelled documents here now." */
export function unlabelledSentence(unlabelled: Unlabelled | undefined): string {
  if (unlabelled === undefined) return '';
  return words.unlabelledNow(plural(unlabelled.documents, 'unlabelled document'));
}

/** "812 of them have a suggestion already…"; empty where none has. */
export function alreadySentence({ suggested }: Unlabelled): string {
  return suggested === 0
    ? ''
    : words.already(`${formatCount(suggested)} ${suggested === 1 ? 'has' : 'have'}`);
}
