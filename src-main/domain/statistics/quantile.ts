/** Quantile of ascending numbers by linear interpolation (type 7 of Hyndman and Fan, 1996; numpy's default). */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below]!;
  const high = ascending[Math.min(ascending.length - 1, below + 1)]!;
  return low + (high - low) * (place - below);
}
