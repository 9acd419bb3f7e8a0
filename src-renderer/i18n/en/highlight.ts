/** The words of texts whose words are marked. */
export const highlight = {
  speaksFor: 'speaks for this class',
  speaksAgainst: 'speaks against this class',
} as const;
