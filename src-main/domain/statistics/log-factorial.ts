const tabled = 256;

const table = new Float64Array(tabled);
for (let n = 2; n < tabled; n++) table[n] = table[n - 1]! + Math.log(n);

/**
 * ln(n!) of a whole number from 0: sums of logarithms, and from 256 on Stirling's series (Abramowitz and Stegun,
 * 6.1.41), whose first term left out is below 1e-20 there.
 */
export function logFactorial(n: number): number {
  if (n < tabled) return table[n]!;
  const n2 = n * n;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * n2)) / n2) / n2) / n;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}
