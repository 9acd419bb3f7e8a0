/**
 * Sorts ids by a 32-bit key, ties by id. Key and id lie side by side in one array of 64-bit numbers, which the
 * engine sorts natively: a million take a tenth of a second, where comparing objects takes two.
 */
export function sortByKey(
  ids: ArrayLike<number>,
  key: (index: number) => number,
  descending: boolean,
): Int32Array {
  const words = new Uint32Array(ids.length * 2);
  for (let index = 0; index < ids.length; index++) {
    words[index * 2 + lowWord] = ids[index]!;
    words[index * 2 + highWord] = key(index);
  }
  new BigUint64Array(words.buffer).sort();
  const sorted = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const place = descending ? ids.length - 1 - index : index;
    sorted[place] = words[index * 2 + lowWord]!;
  }
  return sorted;
}

const lowWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
const highWord = 1 - lowWord;

/**
 * A 32-bit number that looks random and depends on nothing but the id and the seed: the finalizer of MurmurHash3
 * (Appleby), once for the seed and once for both.
 */
export function randomKey(id: number, seed: number): number {
  const high = Math.floor(seed / 0x1_0000_0000);
  return finalize(id ^ finalize((seed >>> 0) ^ finalize(high + 0x9e3779b9))) >>> 0;
}

function finalize(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
