/** The words of the evaluate screen. */
export const evaluate = {} as const;
