/** The words of the classify screen. */
export const classify = {} as const;
