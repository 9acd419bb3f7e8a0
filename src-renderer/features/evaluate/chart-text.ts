/** How the axes of charts write. */
export const axisText = { fill: 'var(--w-dim)', fontSize: 12, fontFamily: 'inherit' } as const;
