/** A seeded generator of numbers; the same seed yields the same sequence on every machine. */
export interface Random {
  /** A 32-bit unsigned integer. */
  readonly next: () => number;
  /** An integer from 0 to `bound - 1`. */
  readonly below: (bound: number) => number;
}

/** A Weyl sequence through the 32-bit finaliser of MurmurHash3. */
export function createRandom(seed: number): Random {
  let state = Math.trunc(seed) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  };
  return { next, below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound) };
}

/** Spreads the bits of a 32-bit integer (MurmurHash3's finaliser); the result is unsigned. */
export function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Shuffles the first `length` entries in place (Fisher-Yates). */
export function shuffle(values: Int32Array, length: number, random: Random): void {
  for (let last = length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const kept = values[last]!;
    values[last] = values[other]!;
    values[other] = kept;
  }
}
