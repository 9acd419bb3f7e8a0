/** The words of the models screen. */
export const models = {} as const;
