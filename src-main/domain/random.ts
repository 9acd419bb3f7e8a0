import { AppError } from './errors.ts';
import { mix } from './mix.ts';

/** A stream of pseudo-random numbers, the same on every machine for the same seed. Not for secrets. */
export interface Random {
  /** 0 to 2^32 - 1. */
  uint32(): number;
  /** 0 (included) to 1 (excluded), 53 random bits. */
  fraction(): number;
  /** An unbiased whole number from 0 to `bound - 1`; `bound` is 1 to 2^32. */
  below(bound: number): number;
}

/**
 * xoshiro128** (Blackman and Vigna, 2021, "Scrambled linear pseudorandom number generators"), its state filled
 * from the seed by a Weyl sequence through the 32-bit finalizer of MurmurHash3 (Appleby).
 *
 * @throws AppError `bad_request` unless `seed` is a whole number from 0 to 2^53 - 1.
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new AppError(
      'bad_request',
      `The seed ${seed} must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
    );
  }
  const low = seed >>> 0;
  const high = Math.floor(seed / 0x1_0000_0000);
  const state = new Uint32Array(4);
  for (let index = 0; index < 4; index++) {
    const weyl = Math.imul(index + 1, 0x9e3779b9);
    state[index] = mix(mix(low + weyl) ^ (high + weyl));
  }
  return fromState(state);
}

/** The generator over a given state of four 32-bit words, not all zero. The state array is advanced in place. */
export function fromState(state: Uint32Array): Random {
  if (state.every((word) => word === 0)) {
    state[0] = 1;
  }
  const uint32 = (): number => {
    // One by one: taking the array apart through its iterator is ten times as slow.
    const s0 = state[0]!;
    const s1 = state[1]!;
    const s2 = state[2]!;
    const s3 = state[3]!;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    state[1] = s1 ^ third;
    state[0] = s0 ^ fourth;
    state[2] = third ^ (s1 << 9);
    state[3] = rotateLeft(fourth, 11);
    return result;
  };
  return {
    uint32,
    fraction: () => ((uint32() >>> 5) * 0x400_0000 + (uint32() >>> 6)) / 0x20_0000_0000_0000,
    below: (bound) => {
      // Values from the largest multiple of the bound upwards would favour small results.
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
      let value = uint32();
      while (value >= limit) {
        value = uint32();
      }
      return value % bound;
    },
  };
}

/** Shuffles in place, every order equally likely (Fisher and Yates, in Durstenfeld's form); returns its argument. */
export function shuffle<Values extends unknown[] | Uint32Array | Int32Array | Float64Array>(
  values: Values,
  random: Random,
): Values {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const value = values[last];
    values[last] = values[chosen] as never;
    values[chosen] = value as never;
  }
  return values;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
