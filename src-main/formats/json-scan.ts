const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
const lineFeed = 10;

/** Keys of an object under which a list of documents is looked for. */
const containerNames = new Set(['documents', 'data', 'rows', 'records', 'items', 'examples', 'samples']);

type Scan = { readonly state: 'read' | 'broken'; readonly end: number } | { readonly state: 'incomplete' };

/** The first place from `position` on that is no white space, and with `commas` no comma either. */
export function skipSpace(buffer: string, position: number, commas = false): number {
  let at = position;
  for (;;) {
    const code = buffer.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9 && !(commas && code === 44)) return at;
    at += 1;
  }
}

/**
 * Finds the end of the JSON value that starts at `begin`, by its brackets and quotes alone; whether it is
 * valid JSON shows when it is parsed.
 */
export function scanValue(buffer: string, begin: number): Scan {
  const first = buffer.charCodeAt(begin);
  if (first === openBrace || first === openBracket) return scanNested(buffer, begin);
  if (first === closeBrace || first === closeBracket) return { state: 'broken', end: begin };
  if (first === quote) return scanString(buffer, begin);
  for (let at = begin; at < buffer.length; at += 1) {
    const code = buffer.charCodeAt(at);
    if (code === closeBrace || code === closeBracket || code === comma || code === lineFeed)
      return { state: 'read', end: at };
  }
  return { state: 'incomplete' };
}

function scanNested(buffer: string, begin: number): Scan {
  let depth = 0;
  let at = begin;
  while (at < buffer.length) {
    const code = buffer.charCodeAt(at);
    if (code === quote) {
      const text = scanString(buffer, at);
      if (text.state !== 'read') return text;
      at = text.end;
      continue;
    }
    at += 1;
    if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
    if (depth === 0) return { state: 'read', end: at };
  }
  return { state: 'incomplete' };
}

/** A line that ends within a string breaks it. */
function scanString(buffer: string, begin: number): Scan {
  for (let at = begin + 1; at < buffer.length; at += 1) {
    const code = buffer.charCodeAt(at);
    if (code === quote) return { state: 'read', end: at + 1 };
    if (code === backslash) at += 1;
    else if (code === lineFeed) return { state: 'broken', end: at };
  }
  return { state: 'incomplete' };
}

/** The place after the `[` of the list of documents in the object at `begin`, or -1. */
export function findContainer(buffer: string, begin: number): number {
  let at = begin + 1;
  for (;;) {
    const keyBegin = skipSpace(buffer, at, true);
    if (buffer[keyBegin] !== '"') return -1;
    const name = scanString(buffer, keyBegin);
    if (name.state !== 'read') return -1;
    const keyEnd = name.end;
    const colon = skipSpace(buffer, keyEnd);
    if (buffer[colon] !== ':') return -1;
    const valueBegin = skipSpace(buffer, colon + 1);
    const key = buffer.slice(keyBegin + 1, keyEnd - 1).toLowerCase();
    if (buffer[valueBegin] === '[' && containerNames.has(key)) return valueBegin + 1;
    const scan = scanValue(buffer, valueBegin);
    if (scan.state !== 'read') return -1;
    at = scan.end;
  }
}
