/**
 * Turns texts into the inputs of a model that Winnow exported as ONNX, and its scores into classes.
 * Reference implementation without dependencies; featurise.py does the same in Python.
 *
 *   const featuriser = createFeaturiser(JSON.parse(readFileSync('NAME.vocabulary.json', 'utf8')));
 *   const { indices, values, dims } = featuriser.batch(['first text', 'second text']);
 *   const { scores } = await session.run({
 *     indices: new Tensor('int64', indices, dims),
 *     values: new Tensor('float32', values, dims),
 *   });
 */

/** Joins an emoji to the one before it. */
const zeroWidthJoiner = 0x200d;

/** Small sharp s, final sigma, dotless i, and the i that a dotted capital becomes. */
const foldedFurther = /[\u00df\u03c2\u0131]|i\u0307/g;
const foldings = new Map([
  ['\u00df', 'ss'],
  ['\u03c2', '\u03c3'],
]);

/** @param vocabulary the parsed content of NAME.vocabulary.json */
export function createFeaturiser(vocabulary) {
  if (vocabulary.format !== 'winnow-vocabulary' || vocabulary.version !== 1) {
    throw new Error('This is not a vocabulary that this featuriser knows.');
  }
  const counter = createCounter(vocabulary);
  const featurise = (text) => weigh(counter(text), vocabulary);
  return {
    /** One document: the numbers of its features, and their weights. */
    featurise,
    /** Several: rows filled up with index 0 and value 0 to the length of the longest; `dims` is their shape. */
    batch(texts) {
      const rows = texts.map(featurise);
      const longest = Math.max(1, ...rows.map(({ indices }) => indices.length));
      const indices = new BigInt64Array(rows.length * longest);
      const values = new Float32Array(rows.length * longest);
      for (const [place, row] of rows.entries()) {
        for (const [at, index] of row.indices.entries()) {
          indices[place * longest + at] = BigInt(index);
          values[place * longest + at] = row.values[at];
        }
      }
      return { indices, values, dims: [rows.length, longest] };
    },
  };
}

/**
 * Indexes of the classes that the model gives, best first.
 * @param scores one row of the model's output
 */
export function decide(scores, { kind, thresholds, bestIfNone }) {
  const order = Array.from(scores, (_, index) => index).sort((a, b) => scores[b] - scores[a] || a - b);
  if (kind === 'single') return order.slice(0, 1);
  const given = order.filter((index) => scores[index] >= thresholds[index]);
  if (given.length > 0 || !bestIfNone) return given;
  return order.slice(0, 1).filter((index) => scores[index] > 0);
}

/** Makes counts into weights: TF-IDF, words with pairs and characters scaled to length 1 each. */
function weigh(counts, { words, pairs, documentCount, documentFrequencies }) {
  const firstCharacters = words.length + pairs.length / 2;
  const indices = [...counts.keys()];
  const products = [];
  let ofWords = 0;
  let ofCharacters = 0;
  for (const [index, count] of counts) {
    const idf = Math.log((1 + documentCount) / (1 + documentFrequencies[index])) + 1;
    const product = (1 + Math.log(Math.min(count, 65535))) * idf;
    if (index < firstCharacters) ofWords += product * product;
    else ofCharacters += product * product;
    products.push(product);
  }
  const scaleOfWords = ofWords > 0 ? 1 / Math.sqrt(ofWords) : 0;
  const scaleOfCharacters = ofCharacters > 0 ? 1 / Math.sqrt(ofCharacters) : 0;
  const values = Float32Array.from(
    products,
    (product, at) => product * (indices[at] < firstCharacters ? scaleOfWords : scaleOfCharacters),
  );
  return { indices, values };
}

/** Counts the known n-grams of a text; the map is in the order in which they are met. */
function createCounter(vocabulary) {
  const { characterNgrams } = vocabulary;
  const words = new Map(vocabulary.words.map((word, index) => [word, index]));
  const pairs = new Map();
  for (let at = 0; at < vocabulary.pairs.length; at += 2) {
    pairs.set(vocabulary.pairs[at] * words.size + vocabulary.pairs[at + 1], words.size + at / 2);
  }
  const firstCharacters = words.size + pairs.size;
  const characters = new Map(vocabulary.characters.map((text, index) => [text, firstCharacters + index]));
  const cut = createTokeniser(vocabulary);
  /** The number of a word, or undefined. */
  const numberOf = (token) => (token.length > vocabulary.longestWord ? undefined : words.get(token));
  return (text) => {
    const counts = new Map();
    const add = (index) => {
      if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
    };
    let before;
    for (const stretch of stretches(text, vocabulary)) {
      const normal = normalise(stretch, vocabulary.folding);
      for (const token of cut(normal)) {
        const word = numberOf(token);
        // Without one of its words this is no number, and no pair.
        add(pairs.get(before * words.size + word));
        add(word);
        before = word;
      }
      if (characterNgrams) countCharacters(normal, characters, vocabulary, add);
    }
    return counts;
  };
}

/** Runs of 2 to 5 characters of a stretch, the space on either side included. */
function countCharacters(stretch, characters, vocabulary, add) {
  const points = [' ', ...stretch, ' '];
  for (let start = 0; start < points.length - 1; start++) {
    let ngram = points[start];
    for (let length = 2; length <= vocabulary.longestCharacterNgram; length++) {
      const next = points[start + length - 1];
      if (next === undefined) break;
      ngram += next;
      const index = characters.get(ngram);
      // An n-gram is known only if all that it begins with is.
      if (index === undefined) break;
      add(index);
    }
  }
}

/** What stands between white space. */
function* stretches(text, { spaces }) {
  const isSpace = (unit) => {
    for (let at = 0; at < spaces.length; at += 2)
      if (unit >= spaces[at] && unit <= spaces[at + 1]) return true;
    return false;
  };
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isSpace(text.charCodeAt(at))) continue;
    if (at > start) yield text.slice(start, at);
    start = at + 1;
  }
}

/** Halves of characters become U+FFFD; Unicode NFC; lower case, and what case folding joins besides. */
function normalise(stretch, folding) {
  const lower = stretch.toWellFormed().normalize('NFC').toLowerCase();
  return folding === 'full' ? lower.replace(foldedFurther, (found) => foldings.get(found) ?? 'i') : lower;
}

/** Cuts a stretch into words, symbols, emoji sequences, and letters of scripts without spaces. */
function createTokeniser({ tokenKinds, characterKinds }) {
  const { extender, word, symbol, emoji, emojiModifier, regionalIndicator } = tokenKinds;
  const kindOf = new Uint8Array(0x110000).fill(symbol);
  for (let at = 0; at < characterKinds.length; at += 3) {
    kindOf.fill(characterKinds[at + 2], characterKinds[at], characterKinds[at + 1] + 1);
  }
  const continues = (open, kind, pointBefore) => {
    if (open === undefined) return false;
    if (kind === extender) return true;
    if (kind === word) return open === word || open === extender;
    if (kind === emoji) return open === emoji && pointBefore === zeroWidthJoiner;
    if (kind === emojiModifier) return open === emoji;
    return kind === regionalIndicator && open === regionalIndicator;
  };
  return (stretch) => {
    const tokens = [];
    let open;
    let pointBefore = 0;
    for (const character of stretch) {
      const point = character.codePointAt(0);
      const kind = kindOf[point];
      if (continues(open, kind, pointBefore)) {
        tokens[tokens.length - 1] += character;
        // Two halves make a flag; a third begins another one.
        if (kind === regionalIndicator) open = symbol;
      } else {
        tokens.push(character);
        open = kind;
      }
      pointBefore = point;
    }
    return tokens;
  };
}
