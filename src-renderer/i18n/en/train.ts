/** The words of the train screen. */
export const train = {} as const;
