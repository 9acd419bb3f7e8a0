/** Pearson correlations of many pairs of numbers at once, one for each place of a list. */
export interface Correlations {
  /** A pair with NaN is passed over. */
  add(place: number, first: number, second: number): void;
  /** From -1 to 1; 0 where one of the two never changed. */
  finish(): Float64Array;
}

/** Means and sums of products are carried along (Welford, 1962), so that nothing is lost to cancellation. */
export function createCorrelations(places: number): Correlations {
  const [count, meanFirst, meanSecond, squaresFirst, squaresSecond, products] = Array.from(
    { length: 6 },
    () => new Float64Array(places),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    add(place, first, second) {
      if (Number.isNaN(first) || Number.isNaN(second)) return;
      count[place]!++;
      const fromFirst = first - meanFirst[place]!;
      const fromSecond = second - meanSecond[place]!;
      meanFirst[place]! += fromFirst / count[place]!;
      meanSecond[place]! += fromSecond / count[place]!;
      squaresFirst[place]! += fromFirst * (first - meanFirst[place]!);
      squaresSecond[place]! += fromSecond * (second - meanSecond[place]!);
      products[place]! += fromFirst * (second - meanSecond[place]!);
    },
    finish: () =>
      products.map((product, place) => {
        const scale = Math.sqrt(squaresFirst[place]! * squaresSecond[place]!);
        return scale < 1e-12 ? 0 : Math.max(-1, Math.min(1, product / scale));
      }),
  };
}
