/** The parts of a {@link HashIndex}, as they travel between threads. */
export interface HashIndexData {
  /** Open addressing with linear probing, at most half full; -1 where vacant. */
  readonly slots: Float64Array;
  /** Newest entry of the hash in the same slot. */
  readonly heads: Int32Array;
  readonly ids: Int32Array;
  /** The entry before with the same hash, or -1. */
  readonly earlier: Int32Array;
  readonly hashes: number;
  readonly entries: number;
}

/**
 * Documents by the hash of their text, in flat arrays: some 30 MB for a million. It is kept in memory and not in
 * the file, because hashes scatter: every imported row would dirty another page of an index, and write ten times
 * the row's own size.
 */
export interface HashIndex {
  /** Documents with this hash, the newest first. */
  find(hash: number): Generator<number, void, undefined>;
  has(hash: number): boolean;
  add(hash: number, id: number): void;
  data(): HashIndexData;
}

const vacant = -1;

export function emptyHashIndex(expected = 512): HashIndex {
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, expected * 2)));
  return createHashIndex({
    slots: new Float64Array(capacity).fill(vacant),
    heads: new Int32Array(capacity),
    ids: new Int32Array(capacity / 2),
    earlier: new Int32Array(capacity / 2),
    hashes: 0,
    entries: 0,
  });
}

/** Goes on with the given parts, which are changed in place. Hashes are whole numbers from 0 to 2^53 - 1. */
export function createHashIndex(data: HashIndexData): HashIndex {
  let { slots, heads, ids, earlier, hashes, entries } = data;

  const slotOf = (hash: number): number => {
    const mask = slots.length - 1;
    let slot = (hash % 0x1_0000_0000) & mask;
    while (slots[slot] !== vacant && slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };
  const growSlots = (): void => {
    const oldSlots = slots;
    const oldHeads = heads;
    slots = new Float64Array(oldSlots.length * 2).fill(vacant);
    heads = new Int32Array(slots.length);
    for (let old = 0; old < oldSlots.length; old++) {
      const hash = oldSlots[old]!;
      if (hash === vacant) continue;
      const slot = slotOf(hash);
      slots[slot] = hash;
      heads[slot] = oldHeads[old]!;
    }
  };
  return {
    *find(hash) {
      const slot = slotOf(hash);
      if (slots[slot] !== hash) return;
      for (let entry = heads[slot]!; entry !== vacant; entry = earlier[entry]!) yield ids[entry]!;
    },
    has: (hash) => slots[slotOf(hash)] === hash,
    add(hash, id) {
      const slot = slotOf(hash);
      if (entries === ids.length) {
        ids = grown(ids);
        earlier = grown(earlier);
      }
      const known = slots[slot] === hash;
      ids[entries] = id;
      earlier[entries] = known ? heads[slot]! : vacant;
      slots[slot] = hash;
      heads[slot] = entries;
      entries++;
      if (!known) hashes++;
      if (hashes * 2 > slots.length) growSlots();
    },
    data: () => ({ slots, heads, ids, earlier, hashes, entries }),
  };
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
