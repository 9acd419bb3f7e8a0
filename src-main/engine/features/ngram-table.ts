import { inStretches, runAtOnce, type Work } from '../work.ts';
import { release, resized } from './typed-memory.ts';

/** What an n-gram is made of. */
export const ngramKinds = {
  /** One token. */
  word: 0,
  /** Two neighbouring tokens. */
  pair: 1,
  /** 2 to 5 characters of one stretch between white space. */
  characters: 2,
} as const;

/** A slot of the table of pairs and characters: left, right, number + 1, unused; four numbers never straddle a cache line. */
const slotShift = 2;
/** A slot of the table of words: hash, number + 1. */
const wordSlotShift = 1;
const leastSlots = 1024;
/** A table of up to so many slots grows within some milliseconds. */
const slotsOfSmallTable = 1 << 17;
/** Slots moved in one step. */
const slotsPerStep = 1 << 16;

/**
 * N-grams and their numbers, counted from 0 in order of arrival. A word is kept by its letters; everything longer by
 * two numbers: a pair by its two words, a run of characters by the run without its last character and that character
 * (a run of two: `~first` and the second). So two n-grams never share a number, a lookup touches one cache line, and
 * an n-gram's number is always larger than its parts'.
 */
export class NgramTable {
  size = 0;
  /** Per number one of {@link ngramKinds}. */
  kinds: Uint8Array<ArrayBuffer>;
  /** Word: where its letters begin in {@link wordUnits}. Pair: the first word. Characters: all but the last one. */
  left: Int32Array<ArrayBuffer>;
  /** Word: where its letters end. Pair: the second word. Characters: the last code point. */
  right: Int32Array<ArrayBuffer>;
  wordUnits: Uint16Array<ArrayBuffer> = new Uint16Array(4096);
  /** How many of {@link wordUnits} are used. */
  wordEnd = 0;
  private wordCount = 0;
  private wordSlots = new Int32Array(leastSlots << wordSlotShift);
  private longerCount = 0;
  private slots: Int32Array<ArrayBuffer>;

  /**
   * @param expected how many n-grams there will be at most, if that is known
   * @param longer how many of them are no words
   */
  constructor(expected = 0, longer = expected) {
    const room = Math.max(512, expected);
    this.kinds = new Uint8Array(room);
    this.left = new Int32Array(room);
    this.right = new Int32Array(room);
    this.slots = new Int32Array(slotsFor(longer) << slotShift);
  }

  /** Makes room for so many more n-grams, because a large table takes long to grow while one is added. */
  *makeRoom(more: number): Work {
    let room = this.kinds.length;
    while (room < this.size + more) room *= 2;
    if (room > slotsOfSmallTable && room > this.kinds.length) {
      this.kinds = resized(this.kinds, room);
      yield;
      this.left = resized(this.left, room);
      yield;
      this.right = resized(this.right, room);
      yield;
    }
    const slots = slotsFor(this.longerCount + more);
    if (slots > slotsOfSmallTable && slots << slotShift > this.slots.length) yield* this.growLonger(slots);
  }

  /** The number of the word `units[start, end)`; -1 for an unknown one, unless `add` gives it the next number. */
  word(units: Uint16Array, start: number, end: number, add: boolean): number {
    let hash = 0x811c9dc5 | 0;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ units[index]!, 0x01000193);
    const slots = this.wordSlots;
    const mask = slots.length - 1;
    let slot = (spread(hash) << wordSlotShift) & mask;
    for (; ; slot = (slot + 2) & mask) {
      const id = slots[slot + 1]! - 1;
      if (id < 0) break;
      if (slots[slot] === hash && this.equals(id, units, start, end)) return id;
    }
    if (!add) return -1;
    slots[slot] = hash;
    slots[slot + 1] = this.size + 1;
    this.keepWord(units, start, end);
    if (++this.wordCount << (wordSlotShift + 1) > slots.length) this.growWords();
    return this.size - 1;
  }

  /** The number of a pair or of characters; -1 for an unknown one. */
  find(left: number, right: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = (hashOf(left, right) << slotShift) & mask; ; slot = (slot + 4) & mask) {
      const id = slots[slot + 2]! - 1;
      if (id < 0 || (slots[slot] === left && slots[slot + 1] === right)) return id;
    }
  }

  /** Like {@link find}, but gives an unknown n-gram the next number. */
  findOrAdd(left: number, right: number, kind: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (hashOf(left, right) << slotShift) & mask;
    for (; ; slot = (slot + 4) & mask) {
      const id = slots[slot + 2]! - 1;
      if (id < 0) break;
      if (slots[slot] === left && slots[slot + 1] === right) return id;
    }
    const id = this.next(kind, left, right);
    slots[slot] = left;
    slots[slot + 1] = right;
    slots[slot + 2] = id + 1;
    // At most five of eight slots are taken.
    if (++this.longerCount * 32 > slots.length * 5) runAtOnce(this.growLonger(slots.length >> 1));
    return id;
  }

  /** The n-gram as text: characters may begin or end with a space, words of a pair are joined by one. */
  text(id: number): string {
    const left = this.left[id]!;
    const right = this.right[id]!;
    switch (this.kinds[id]) {
      case ngramKinds.word:
        return String.fromCharCode(...this.wordUnits.subarray(left, right));
      case ngramKinds.pair:
        return `${this.text(left)} ${this.text(right)}`;
      default:
        return (left < 0 ? String.fromCodePoint(~left) : this.text(left)) + String.fromCodePoint(right);
    }
  }

  /** Gives back the memory that looking up takes: the n-grams can be read, but not found any more. */
  releaseSlots(): void {
    release(this.slots, this.wordSlots);
  }

  /** How many n-grams are of this kind. */
  count(kind: number): number {
    let result = 0;
    for (let id = 0; id < this.size; id++) if (this.kinds[id] === kind) result++;
    return result;
  }

  private next(kind: number, left: number, right: number): number {
    const id = this.size;
    if (id === this.kinds.length) {
      this.kinds = resized(this.kinds, id * 2);
      this.left = resized(this.left, id * 2);
      this.right = resized(this.right, id * 2);
    }
    this.kinds[id] = kind;
    this.left[id] = left;
    this.right[id] = right;
    this.size = id + 1;
    return id;
  }

  private keepWord(units: Uint16Array, start: number, end: number): void {
    const from = this.wordEnd;
    const to = from + end - start;
    if (to > this.wordUnits.length) {
      this.wordUnits = resized(this.wordUnits, Math.max(to, this.wordUnits.length * 2));
    }
    for (let index = start, at = from; index < end; index++, at++) this.wordUnits[at] = units[index]!;
    this.wordEnd = to;
    this.next(ngramKinds.word, from, to);
  }

  private equals(id: number, units: Uint16Array, start: number, end: number): boolean {
    const { wordUnits } = this;
    let at = this.left[id]!;
    if (this.right[id]! - at !== end - start) return false;
    for (let index = start; index < end; index++, at++) if (wordUnits[at] !== units[index]) return false;
    return true;
  }

  private growWords(): void {
    const before = this.wordSlots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      let slot = (spread(before[from]!) << wordSlotShift) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = before[from]!;
      slots[slot + 1] = before[from + 1]!;
    }
    release(before);
    this.wordSlots = slots;
  }

  /** Nothing may be added meanwhile. */
  private *growLonger(slotCount: number): Work {
    const before = this.slots;
    const slots = new Int32Array(slotCount << slotShift);
    yield* inStretches(before.length >> slotShift, slotsPerStep, (from, to) => {
      moveLonger(before, from << slotShift, to << slotShift, slots);
    });
    release(before);
    this.slots = slots;
  }
}

/** The least number of slots of which so many longer n-grams take at most five of eight. */
function slotsFor(longer: number): number {
  let slots = leastSlots;
  while (slots * 5 < longer * 8) slots *= 2;
  return slots;
}

function moveLonger(before: Int32Array, start: number, end: number, slots: Int32Array): void {
  const mask = slots.length - 1;
  for (let from = start; from < end; from += 4) {
    if (before[from + 2] === 0) continue;
    let slot = (hashOf(before[from]!, before[from + 1]!) << slotShift) & mask;
    while (slots[slot + 2] !== 0) slot = (slot + 4) & mask;
    slots[slot] = before[from]!;
    slots[slot + 1] = before[from + 1]!;
    slots[slot + 2] = before[from + 2]!;
  }
}

/** FNV's low bits alone cluster on short keys. */
function spread(hash: number): number {
  const bits = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return bits ^ (bits >>> 13);
}

function hashOf(left: number, right: number): number {
  let bits = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return bits ^ (bits >>> 14);
}
