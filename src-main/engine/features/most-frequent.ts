/** The features of the `most` highest frequencies, ascending; of features as frequent as the last one, the first. */
export function mostFrequent(frequencies: Uint32Array, most: number): Int32Array {
  if (frequencies.length <= most) return Int32Array.from(frequencies.keys());
  const highest = frequencies.reduce((top, frequency) => Math.max(top, frequency), 0);
  const counts = new Uint32Array(highest + 1);
  for (const frequency of frequencies) counts[frequency]!++;
  let least = highest;
  let above = 0;
  while (above + counts[least]! < most) above += counts[least--]!;
  const chosen = new Int32Array(most);
  let equals = most - above;
  for (let feature = 0, at = 0; at < most; feature++) {
    const frequency = frequencies[feature]!;
    if (frequency > least || (frequency === least && equals-- > 0)) chosen[at++] = feature;
  }
  return chosen;
}
