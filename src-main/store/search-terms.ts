/**
 * What goes into the full-text index, and what is asked of it. SQLite's tokenizer parts words at spaces and
 * punctuation; Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces, so runs of those
 * scripts are cut into overlapping pairs of characters here, in texts and in queries alike.
 */
const unspaced =
  /(?:(?=[\p{L}\p{M}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])+/gu;

/** Nothing below Thai (U+0E00) needs pairs. */
const mayNeedPairs = /[\u0e00-\uffff]/;

/** The characters that the tokenizer takes as parts of words (`categories 'L* N* Co Mn Mc'`). */
const word = /[\p{L}\p{N}\p{Co}\p{Mn}\p{Mc}]+/gu;

/** More words than anybody types; each costs time. */
const maximalWords = 32;

/** The text as the index takes it. Full-width and half-width forms become ordinary ones. */
export function indexedText(text: string): string {
  if (!mayNeedPairs.test(text)) return text;
  return text.normalize('NFKC').replace(unspaced, (run) => ` ${pairsOfText(run)} `);
}

/**
 * The query as an FTS5 expression, or `null` when it holds no word. Every word must occur; what stands together
 * between spaces must stand together; the last one, when it has two letters or more, matches beginnings of words.
 * Words are quoted and hold only letters, marks and digits, so that nothing in a query can act as FTS5 syntax.
 *
 * @param isCommon whether a word or phrase, as an expression, occurs in so many documents that longer words need
 *   not be gathered, which takes tenths of a second
 */
export function matchExpression(
  query: string,
  isCommon: (word: string) => boolean = () => false,
): string | null {
  const phrases: string[] = [];
  for (const chunk of query.normalize('NFKC').split(/\s+/)) {
    const phrase = phraseOfChunk(chunk);
    if (phrase !== null) phrases.push(phrase);
    if (phrases.length === maximalWords) break;
  }
  const last = phrases.pop();
  if (last === undefined) return null;
  return [...phrases, isPrefix(last) && !isCommon(last) ? `${last}*` : last].join(' AND ');
}

/** Not a single letter: a third of all words may begin with it, and gathering them takes a second. */
function isPrefix(phrase: string): boolean {
  return !phrase.endsWith('*') && !/["\s]\p{Any}"$/u.test(phrase);
}

function phraseOfChunk(chunk: string): string | null {
  const terms: string[] = [];
  let lone = false;
  const spaced = chunk.replace(unspaced, (run) => ` ${run} `);
  for (const [term] of spaced.matchAll(word)) {
    const characters = [...term];
    const isUnspaced = term.search(unspaced) === 0;
    if (!isUnspaced) terms.push(term);
    else if (characters.length === 1) terms.push(term);
    else terms.push(...pairs(characters));
    lone = isUnspaced && characters.length === 1;
  }
  if (terms.length === 0) return null;
  // A lone character is the beginning of the pairs it stands in.
  return `"${terms.join(' ')}"${lone ? '*' : ''}`;
}

/** `abc` becomes `ab bc c`: the last character alone too, so that a search for it finds it. */
function pairsOfText(run: string): string {
  const characters = [...run];
  return [...pairs(characters), characters.at(-1)].join(' ');
}

function pairs(characters: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let index = 0; index + 1 < characters.length; index++) {
    result.push(`${characters[index]}${characters[index + 1]}`);
  }
  return result;
}
