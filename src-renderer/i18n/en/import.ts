/** The words of the import screen. */
export const importing = {} as const;
