import { type NgramTable, ngramKinds } from './ngram-table.ts';
import { type Folding, normaliseText } from './normalise.ts';
import { visitCharacters, visitWords, type WordEnds } from './stretch.ts';
import { Tokens } from './tokens.ts';
import { release, resized } from './typed-memory.ts';
import { spaceUnits } from './white-space.ts';

/** Longer stretches hardly ever come again: remembering them costs more than reading them anew. */
const longestRemembered = 32;
/** What is remembered at most, in stretches and in numbers of n-grams; then remembering begins anew. */
const mostStretches = 1 << 18;
const mostRemembered = 1 << 24;
/** Characters of a long stretch read between two looks at the budget. */
const pieceUnits = 4096;

export interface CounterOptions {
  readonly folding: Folding;
  readonly characterNgrams: boolean;
  /** Whether unknown n-grams enter the table; else they are passed over. */
  readonly learn: boolean;
}

/**
 * Counts a text's n-grams. White space cuts a text into stretches, and most stretches come again and again: the
 * n-grams of those are looked up once and remembered. A count never depends on what was read before.
 */
export class NgramCounter {
  readonly table: NgramTable;
  /** The numbers of the text's n-grams, in order of their first place; the first `size` are valid. */
  ids = new Int32Array(1024);
  size = 0;
  /** Count per n-gram number. */
  countOf: Uint32Array<ArrayBuffer>;
  private readonly options: CounterOptions;
  private readonly tokens = new Tokens();
  private readonly ends: WordEnds = { first: -1, last: -1 };
  private units: Uint16Array = new Uint16Array(0);
  private at = 0;
  private end = 0;
  private lastWord = -1;
  /** The long stretch that is being read: its next token, then its next unit. */
  private long = false;
  private nextToken = 0;
  private nextUnit = 0;

  private stretchCount = 0;
  /** Hash and number + 1 of a stretch. */
  private slots = new Int32Array(2048);
  private stretchUnits = new Uint16Array(8192);
  /** Per stretch: end of its letters, its first and last word, end of its n-grams. */
  private stretches = new Int32Array(4096);
  private remembered = new Int32Array(32768);

  constructor(table: NgramTable, options: CounterOptions) {
    this.table = table;
    this.options = options;
    this.countOf = new Uint32Array(Math.max(1024, table.size));
  }

  /** Gives back the counter's memory: nothing can be counted any more. */
  release(): void {
    const { ids, countOf, slots, stretchUnits, stretches, remembered } = this;
    release(ids, countOf, slots, stretchUnits, stretches, remembered);
  }

  /** Counts `units[start, end)` in one go. */
  count(units: Uint16Array, start: number, end: number): void {
    this.begin(units, start, end);
    while (!this.work(Infinity));
  }

  /**
   * Moves the text's n-grams and their counts, 65,535 at most, to the places from `at` on, and adds 1 to the
   * frequency of each.
   */
  drain(ids: Int32Array, counts: Uint16Array, at: number, frequencies: Uint32Array): void {
    const { countOf, size } = this;
    const own = this.ids;
    for (let index = 0; index < size; index++) {
      const id = own[index]!;
      const count = countOf[id]!;
      countOf[id] = 0;
      frequencies[id] = frequencies[id]! + 1;
      ids[at + index] = id;
      counts[at + index] = Math.min(count, 65535);
    }
    this.size = 0;
  }

  /** Forgets the last text's counts and begins with `units[start, end)`. */
  begin(units: Uint16Array, start: number, end: number): void {
    const { ids, countOf } = this;
    for (let index = 0; index < this.size; index++) countOf[ids[index]!] = 0;
    this.size = 0;
    this.units = units;
    this.at = start;
    this.end = end;
    this.lastWord = -1;
    this.long = false;
  }

  /** Reads on, through about `budget` characters; true when the text has been read. */
  work(budget: number): boolean {
    const { units, end } = this;
    const until = Math.min(end, this.at + budget);
    if (this.long && !this.readLong(budget)) return false;
    while (this.at < until) {
      let at = this.at;
      while (at < end && spaceUnits[units[at]!] === 1) at++;
      const start = at;
      let hash = 0x811c9dc5 | 0;
      while (at < end) {
        const unit = units[at]!;
        if (spaceUnits[unit] === 1) break;
        hash = Math.imul(hash ^ unit, 0x01000193);
        at++;
      }
      this.at = at;
      if (at === start) break;
      if (at - start <= longestRemembered) this.countRemembered(this.stretch(start, at, hash));
      else {
        this.beginLong(start, at);
        if (!this.readLong(budget)) return false;
      }
    }
    return this.at >= end;
  }

  private add(id: number): void {
    if (id >= this.countOf.length || this.size === this.ids.length) this.makeRoom(1);
    if (this.countOf[id]!++ === 0) this.ids[this.size++] = id;
  }

  /** Counts the pair of the last word before white space and the first one behind. */
  private join(first: number): void {
    if (first < 0 || this.lastWord < 0) return;
    const { table, lastWord } = this;
    const pair = this.options.learn
      ? table.findOrAdd(lastWord, first, ngramKinds.pair)
      : table.find(lastWord, first);
    if (pair >= 0) this.add(pair);
  }

  private countRemembered(stretch: number): void {
    const { stretches, remembered } = this;
    this.join(stretches[stretch * 4 + 1]!);
    this.lastWord = stretches[stretch * 4 + 2]!;
    const start = stretch === 0 ? 0 : stretches[stretch * 4 - 1]!;
    const end = stretches[stretch * 4 + 3]!;
    this.makeRoom(end - start);
    const { ids, countOf } = this;
    let { size } = this;
    for (let index = start; index < end; index++) {
      const id = remembered[index]!;
      const before = countOf[id]!;
      countOf[id] = before + 1;
      if (before === 0) ids[size++] = id;
    }
    this.size = size;
  }

  /** For this many further n-grams, all of them in the table. */
  private makeRoom(ngrams: number): void {
    if (this.size + ngrams > this.ids.length) {
      this.ids = resized(this.ids, (this.size + ngrams) * 2);
    }
    if (this.table.size > this.countOf.length) {
      this.countOf = resized(this.countOf, this.table.size * 2);
    }
  }

  /** The number of the stretch `units[start, end)`, which is read if it is not remembered. */
  private stretch(start: number, end: number, hash: number): number {
    const { slots, units } = this;
    const mask = slots.length - 1;
    let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
    for (; ; slot = (slot + 2) & mask) {
      const stretch = slots[slot + 1]! - 1;
      if (stretch < 0) break;
      if (slots[slot] === hash && this.equals(stretch, units, start, end)) return stretch;
    }
    const full = this.stretchCount === mostStretches || this.rememberedEnd() > mostRemembered;
    if (full) {
      this.slots.fill(0);
      this.stretchCount = 0;
    } else if (this.stretchCount * 4 >= slots.length) {
      this.growSlots();
    } else {
      slots[slot] = hash;
      slots[slot + 1] = this.stretchCount + 1;
      return this.remember(start, end);
    }
    return this.stretch(start, end, hash);
  }

  private rememberedEnd(): number {
    return this.stretchCount === 0 ? 0 : this.stretches[this.stretchCount * 4 - 1]!;
  }

  private equals(stretch: number, units: Uint16Array, start: number, end: number): boolean {
    const { stretchUnits, stretches } = this;
    let at = stretch === 0 ? 0 : stretches[stretch * 4 - 4]!;
    if (stretches[stretch * 4]! - at !== end - start) return false;
    for (let index = start; index < end; index++, at++) if (stretchUnits[at] !== units[index]) return false;
    return true;
  }

  private remember(start: number, end: number): number {
    const { units, ends, options, table, tokens } = this;
    const stretch = this.stretchCount++;
    const from = stretch === 0 ? 0 : this.stretches[stretch * 4 - 4]!;
    let at = stretch === 0 ? 0 : this.stretches[stretch * 4 - 1]!;
    this.reserve(stretch, from + end - start, at + 6 * (end - start + 2) * 3);
    for (let index = start; index < end; index++) this.stretchUnits[from + index - start] = units[index]!;
    const { remembered, stretches } = this;
    const sink = (id: number): void => {
      remembered[at++] = id;
    };
    tokens.read(normaliseText(String.fromCharCode(...units.subarray(start, end)), options.folding));
    ends.first = -1;
    ends.last = -1;
    visitWords(tokens, table, options.learn, 0, tokens.tokenCount, ends, sink);
    if (options.characterNgrams) visitCharacters(tokens, table, options.learn, 0, tokens.unitCount, sink);
    stretches[stretch * 4] = from + end - start;
    stretches[stretch * 4 + 1] = ends.first;
    stretches[stretch * 4 + 2] = ends.last;
    stretches[stretch * 4 + 3] = at;
    return stretch;
  }

  /** Makes room for one more stretch: folding makes a letter three at most, and a letter begins six n-grams. */
  private reserve(stretch: number, units: number, remembered: number): void {
    if ((stretch + 1) * 4 > this.stretches.length) {
      this.stretches = resized(this.stretches, this.stretches.length * 2);
    }
    if (units > this.stretchUnits.length) {
      this.stretchUnits = resized(this.stretchUnits, this.stretchUnits.length * 2);
    }
    if (remembered > this.remembered.length) {
      this.remembered = resized(this.remembered, this.remembered.length * 2);
    }
  }

  private growSlots(): void {
    const before = this.slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += 2) {
      const hash = before[from]!;
      if (before[from + 1] === 0) continue;
      let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = hash;
      slots[slot + 1] = before[from + 1]!;
    }
    release(before);
    this.slots = slots;
  }

  private beginLong(start: number, end: number): void {
    const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(this.units.slice(start, end));
    this.tokens.read(normaliseText(text, this.options.folding));
    this.ends.first = -1;
    this.ends.last = -1;
    this.long = true;
    this.nextToken = 0;
    this.nextUnit = 0;
  }

  /** Reads on in a long stretch; true at its end. */
  private readLong(budget: number): boolean {
    const { tokens, table, ends } = this;
    const { learn, characterNgrams } = this.options;
    const sink = (id: number): void => this.add(id);
    for (let left = budget; this.nextToken < tokens.tokenCount; left -= pieceUnits) {
      if (left <= 0) return false;
      const to = Math.min(tokens.tokenCount, this.nextToken + pieceUnits);
      visitWords(tokens, table, learn, this.nextToken, to, ends, sink);
      if (this.nextToken === 0) this.join(ends.first);
      this.nextToken = to;
    }
    this.lastWord = ends.last;
    const unitEnd = characterNgrams ? tokens.unitCount : 0;
    for (let left = budget; this.nextUnit < unitEnd; left -= pieceUnits) {
      if (left <= 0) return false;
      const to = this.nextUnit + pieceUnits;
      visitCharacters(tokens, table, learn, this.nextUnit, to, sink);
      this.nextUnit = to;
    }
    this.long = false;
    return true;
  }
}
