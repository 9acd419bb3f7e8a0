/** The words of the home screen. */
export const home = {} as const;
