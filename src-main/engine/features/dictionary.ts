const firstHash = 0x811c9dc5 | 0;
const hashFactor = 0x01000193;

/** Where every hash begins. */
export const emptyHash = firstHash;

/** The hash of a key that is one unit longer (FNV-1a over UTF-16 units). */
export function extendHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, hashFactor);
}

/**
 * N-grams and their numbers, counted from 0 in order of arrival. Keys are kept as UTF-16 units in one array
 * and compared in full, so that two n-grams never share a number; looking up allocates nothing.
 */
export class NgramDictionary {
  size = 0;
  private slots = new Int32Array(1024);
  private hashes = new Int32Array(512);
  private keyEnds = new Uint32Array(512);
  private keys = new Uint16Array(4096);

  /** The number of `units[start, end)`, whose hash is `hash`, or -1. */
  find(units: Uint16Array, start: number, end: number, hash: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    for (let slot = firstSlot(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot]! - 1;
      if (id < 0) return -1;
      if (hashes[id] === hash && this.keyEquals(id, units, start, end)) return id;
    }
  }

  /** Like {@link find}, but gives an unknown n-gram the next number. */
  findOrAdd(units: Uint16Array, start: number, end: number, hash: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const id = slots[slot]! - 1;
      if (id < 0) break;
      if (hashes[id] === hash && this.keyEquals(id, units, start, end)) return id;
    }
    slots[slot] = this.size + 1;
    this.append(units, start, end, hash);
    if (this.size * 2 > slots.length) this.rehash(slots.length * 2);
    return this.size - 1;
  }

  /** The n-gram that has this number. */
  key(id: number): string {
    const start = id === 0 ? 0 : this.keyEnds[id - 1]!;
    return String.fromCharCode(...this.keys.subarray(start, this.keyEnds[id]!));
  }

  /** A dictionary of those n-grams for which `map` holds a number >= 0, which must ascend without gaps. */
  filtered(map: Int32Array): NgramDictionary {
    const result = new NgramDictionary();
    for (let id = 0; id < this.size; id++) {
      if (map[id]! < 0) continue;
      const start = id === 0 ? 0 : this.keyEnds[id - 1]!;
      result.findOrAdd(this.keys, start, this.keyEnds[id]!, this.hashes[id]!);
    }
    return result;
  }

  /** The keys as plain arrays, for {@link fromParts}: units one after another, and each key's length. */
  parts(): { readonly units: Uint16Array; readonly lengths: Uint8Array } {
    const lengths = new Uint8Array(this.size);
    for (let id = 0, start = 0; id < this.size; id++) {
      lengths[id] = this.keyEnds[id]! - start;
      start = this.keyEnds[id]!;
    }
    return { units: this.keys.slice(0, this.size === 0 ? 0 : this.keyEnds[this.size - 1]), lengths };
  }

  static fromParts(units: Uint16Array, lengths: Uint8Array): NgramDictionary {
    const result = new NgramDictionary();
    for (let id = 0, start = 0; id < lengths.length; id++) {
      const end = start + lengths[id]!;
      let hash = emptyHash;
      for (let index = start; index < end; index++) hash = extendHash(hash, units[index]!);
      result.findOrAdd(units, start, end, hash);
      start = end;
    }
    return result;
  }

  private keyEquals(id: number, units: Uint16Array, start: number, end: number): boolean {
    const { keys, keyEnds } = this;
    let at = id === 0 ? 0 : keyEnds[id - 1]!;
    if (keyEnds[id]! - at !== end - start) return false;
    for (let index = start; index < end; index++, at++) if (keys[at] !== units[index]) return false;
    return true;
  }

  private append(units: Uint16Array, start: number, end: number, hash: number): void {
    const id = this.size;
    if (id === this.hashes.length) {
      this.hashes = grown(this.hashes, new Int32Array(id * 2));
      this.keyEnds = grown(this.keyEnds, new Uint32Array(id * 2));
    }
    let at = id === 0 ? 0 : this.keyEnds[id - 1]!;
    if (at + end - start > this.keys.length) {
      this.keys = grown(this.keys, new Uint16Array(Math.max(this.keys.length * 2, at + end - start)));
    }
    for (let index = start; index < end; index++) this.keys[at++] = units[index]!;
    this.hashes[id] = hash;
    this.keyEnds[id] = at;
    this.size = id + 1;
  }

  private rehash(slotCount: number): void {
    const slots = new Int32Array(slotCount);
    const mask = slotCount - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = firstSlot(this.hashes[id]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

/** FNV's low bits alone cluster on short keys. */
function firstSlot(hash: number): number {
  const bits = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return bits ^ (bits >>> 13);
}

function grown<Values extends Int32Array | Uint32Array | Uint16Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}
