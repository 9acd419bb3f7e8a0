/**
 * When a population stability index is called moderate and large: the usual rule of credit scoring (Siddiqi 2006,
 * "Credit Risk Scorecards", chapter 9). Only where it is also beyond chance; see {@link ./shift.ts}.
 */
export const moderateShift = 0.1;
export const largeShift = 0.25;

/**
 * Unseen words: points of a hundred above what is to be expected, and how many times that. Both must be reached. Chosen
 * for plainness; there is no established rule.
 */
export const moderateUnseen = { points: 0.05, times: 1.5 } as const;
export const largeUnseen = { points: 0.15, times: 2 } as const;

/** Fewer documents say nothing about drift, neither among the files nor among those they are compared with. */
export const minimalDriftDocuments = 100;
