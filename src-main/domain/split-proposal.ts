/** What splitting a class would come to, before anything changes. */
export interface SplitProposal {
  readonly classId: number;
  readonly className: string;
  readonly documents: number;
  /** Each is given the name that its texts speak for most; the largest first where none says anything. */
  readonly groups: readonly SplitGroup[];
}

export interface SplitGroup {
  readonly name: string;
  readonly documents: number;
  /** Words and pairs of words that this group's texts use more than the others', the strongest first. */
  readonly words: readonly string[];
  /** The documents nearest to the group's middle. */
  readonly examples: readonly { readonly documentId: number; readonly snippet: string }[];
}
