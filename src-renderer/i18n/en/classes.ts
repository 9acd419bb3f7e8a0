/** The words of the classes screen. */
export const classes = {} as const;
