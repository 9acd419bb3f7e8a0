import { createWordReader } from './words.ts';

/** More different words are not taken in; two million take some 50 MB. */
const maximalWords = 2_000_000;

/** The words of the training documents, and in how many of these each one stands. */
export interface Vocabulary {
  readonly documents: number;
  add(text: string): void;
  /** How many words a text has and how many of them no document has; repeated ones count each time. */
  look(text: string): { readonly words: number; readonly unseen: number };
  /**
   * Share of the words of the documents that no *other* document has: what to expect of a text that is like them
   * (leave one out, exactly). Null without any word.
   */
  expectedUnseen(): number | null;
  /** Documents that have the word (see `WordReader`). */
  frequency(hash: number): number;
}

export function createVocabulary(): Vocabulary {
  const reader = createWordReader();
  let table = newTable(1 << 16);
  let size = 0;
  let documents = 0;
  let words = 0;
  const add = (hash: number): void => {
    let slot = slotOf(table, hash);
    if (table.keys[slot] === 0) {
      if (size >= maximalWords) return;
      if (2 * (size + 1) > table.keys.length) {
        table = grown(table);
        slot = slotOf(table, hash);
      }
      table.keys[slot] = hash;
      size++;
    }
    table.occurrences[slot]!++;
    if (table.lastDocument[slot] === documents) return;
    table.lastDocument[slot] = documents;
    table.frequencies[slot]!++;
  };
  return {
    get documents() {
      return documents;
    },
    add(text) {
      documents++;
      const count = reader.read(text);
      words += count;
      const { hashes } = reader;
      for (let index = 0; index < count; index++) add(hashes[index]!);
    },
    look(text) {
      const count = reader.read(text);
      const { hashes } = reader;
      let unseen = 0;
      for (let index = 0; index < count; index++) {
        if (table.keys[slotOf(table, hashes[index]!)] === 0) unseen++;
      }
      return { words: count, unseen };
    },
    expectedUnseen() {
      if (words === 0) return null;
      let alone = 0;
      for (let slot = 0; slot < table.keys.length; slot++) {
        if (table.frequencies[slot] === 1) alone += table.occurrences[slot]!;
      }
      return alone / words;
    },
    frequency: (hash) => table.frequencies[slotOf(table, hash)]!,
  };
}

/** Open addressing; at most half of the slots are taken. */
interface Table {
  /** 0 = free. */
  readonly keys: Int32Array;
  readonly frequencies: Uint32Array;
  readonly occurrences: Uint32Array;
  /** The document, counted from 1, that raised the frequency last. */
  readonly lastDocument: Uint32Array;
}

function newTable(slots: number): Table {
  return {
    keys: new Int32Array(slots),
    frequencies: new Uint32Array(slots),
    occurrences: new Uint32Array(slots),
    lastDocument: new Uint32Array(slots),
  };
}

/** Where the word is, or would be. */
function slotOf({ keys }: Table, hash: number): number {
  const mask = keys.length - 1;
  let slot = hash & mask;
  while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}

function grown(table: Table): Table {
  const larger = newTable(2 * table.keys.length);
  for (let slot = 0; slot < table.keys.length; slot++) {
    const hash = table.keys[slot]!;
    if (hash === 0) continue;
    const place = slotOf(larger, hash);
    larger.keys[place] = hash;
    larger.frequencies[place] = table.frequencies[slot]!;
    larger.occurrences[place] = table.occurrences[slot]!;
    larger.lastDocument[place] = table.lastDocument[slot]!;
  }
  return larger;
}
