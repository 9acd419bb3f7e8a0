/** The words of the label screen. */
export const label = {} as const;
